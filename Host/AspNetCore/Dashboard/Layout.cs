using System.Globalization;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>What all pages have around them.</summary>
internal static class Layout
{
    private static readonly (string Path, string Text, bool ForChanges)[] Places =
        [("", "Workers", false), ("/deploy", "Deploy", true), ("/playground", "Playground", true), ("/usage", "Usage", false), ("/failures", "Failures", false), ("/kv", "KV", false)];

    /// <summary>A page of somebody who is logged in.</summary>
    public static Html Page(DashboardRequest request, Html content)
    {
        var here = request.Http.Request.Path.Value ?? "";
        var links = Places.Where(place => !place.ForChanges || request.MayChange).Select(place => Html.Of($"<li><a href=\"{DashboardEndpoints.Root}{place.Path}\"{Html.If(here == DashboardEndpoints.Root + place.Path, $" aria-current=\"page\"")}>{place.Text}</a></li>"));
        return Document(request.Title, Html.Of($"""
            <a class="skip" href="#content">Skip to the content</a>
            <header>
            <strong>PureEdge</strong>
            <nav aria-label="Places"><ul>{links}</ul></nav>
            <form method="post" action="{DashboardEndpoints.Root}/logout">{Csrf(request)}<span>{request.Session.Caller.Name}</span> <button>Log out</button></form>
            </header>
            <main id="content" tabindex="-1">
            <h1>{request.Title}</h1>
            {content}
            </main>
            """));
    }

    /// <summary>The page that asks for a token.</summary>
    public static Html Login(string? error) => Document("Log in", Html.Of($"""
        <main class="login">
        <h1>PureEdge</h1>
        {Html.If(error is not null, $"<p role=\"alert\">{error}</p>")}
        <form method="post" action="{DashboardEndpoints.Root}/login">
        <label for="token">API token</label>
        <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
        <button>Log in</button>
        </form>
        </main>
        """));

    /// <summary>The hidden field that a form must have.</summary>
    public static Html Csrf(DashboardRequest request) => Html.Of($"<input type=\"hidden\" name=\"csrf\" value=\"{request.Session.Csrf}\">");

    /// <summary>A table that scrolls by itself when it is wide.</summary>
    public static Html Table(string caption, IEnumerable<string> heads, IEnumerable<Html> rows) => Html.Of(
        $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table><caption>{caption}</caption><thead><tr>{heads.Select(static head => Html.Of($"<th scope=\"col\">{head}</th>"))}</tr></thead><tbody>{rows}</tbody></table></div>");

    /// <summary>A time, for people and for machines.</summary>
    public static Html Time(DateTimeOffset time) => Html.Of(
        $"<time datetime=\"{time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}\">{time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC</time>");

    /// <summary>The path of a worker's page.</summary>
    public static string PathOf(string worker) => $"{DashboardEndpoints.Root}/workers/{Uri.EscapeDataString(worker)}";

    private static Html Document(string title, Html body) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title} - PureEdge</title>
        <link rel="icon" href="{DashboardEndpoints.Root}/icon.svg">
        <link rel="stylesheet" href="{DashboardEndpoints.Root}/style.css">
        </head>
        <body>
        {body}
        </body>
        </html>
        """);
}
