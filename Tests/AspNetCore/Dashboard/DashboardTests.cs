using System.Net;
using System.Text.RegularExpressions;
using PureEdge.AspNetCore.Tests.Api;

namespace PureEdge.AspNetCore.Tests.Dashboard;

/// <summary>The pages of the administration's listener, through HTTP as a browser sends it.</summary>
public sealed partial class DashboardTests
{
    private const string Hello = "export default { fetch() { return new Response('hello'); } };";

    [Fact]
    public async Task Nothing_is_shown_without_a_session()
    {
        await using var server = await UploadTests.StartAsync();
        using var browser = new Browser(server);
        foreach (var path in new[] { "/dashboard", "/dashboard/workers/w", "/dashboard/deploy", "/dashboard/playground", "/dashboard/playground?worker=w", "/dashboard/usage", "/dashboard/failures", "/dashboard/kv", "/dashboard/kv/x/value?key=k", "/dashboard/workers/w/tail" })
        {
            using var answer = await browser.GetAsync(path);
            Assert.Equal("302 /dashboard/login", $"{(int)answer.StatusCode} {answer.Headers.Location}");
        }

        using var events = await browser.GetAsync("/dashboard/workers/w/tail/events");
        Assert.Equal(HttpStatusCode.Forbidden, events.StatusCode);
        using var change = await browser.PostAsync("/dashboard/workers/w/rollback", ("version", "x"));
        Assert.Equal("/dashboard/login", change.Headers.Location?.ToString());
        foreach (var path in new[] { "/dashboard/deploy", "/dashboard/playground", "/dashboard/playground/deploy" })
        {
            using var upload = await browser.UploadAsync(path, path, [("source", Hello)], [("w.js", Hello)], csrf: "none");
            Assert.Equal("/dashboard/login", upload.Headers.Location?.ToString());
        }
    }

    [Fact]
    public async Task The_token_opens_it_with_a_cookie_that_scripts_and_other_sites_do_not_have()
    {
        await using var server = await UploadTests.StartAsync();
        using var browser = new Browser(server);
        using var wrong = await browser.PostAsync("/dashboard/login", ("token", "not the token at all"));
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.False(wrong.Headers.Contains("Set-Cookie"));
        using var right = await browser.PostAsync("/dashboard/login", ("token", server.Token));
        Assert.Equal("303 /dashboard", $"{(int)right.StatusCode} {right.Headers.Location}");
        var cookie = right.Headers.GetValues("Set-Cookie").Single();
        Assert.Matches("^pureedge-session=[0-9a-f]{64}; max-age=43200; path=/dashboard; samesite=strict; httponly$", cookie);
        Assert.DoesNotContain(server.Token, cookie, StringComparison.Ordinal);
        Assert.Contains("<h1>Workers</h1>", await browser.PageAsync("/dashboard"), StringComparison.Ordinal);

        await browser.SubmitAsync("/dashboard", "/dashboard/logout");
        using var after = await browser.GetAsync("/dashboard");
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Fact]
    public async Task Every_page_forbids_whatever_it_did_not_bring()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", Hello);
        using var browser = await Browser.LoggedInAsync(server);
        foreach (var path in new[] { "/dashboard/login", "/dashboard", "/dashboard/workers/w", "/dashboard/workers/w/tail", "/dashboard/deploy", "/dashboard/playground", "/dashboard/playground?worker=w", "/dashboard/usage", "/dashboard/failures", "/dashboard/kv", "/dashboard/workers/gone" })
        {
            using var answer = await browser.GetAsync(path);
            Assert.Equal(
                "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
            var page = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotMatch(@"<style|\sstyle=|\son[a-z]+=|<script(?! src=)|javascript:|https?://", page);
            Assert.Contains("<html lang=\"en\">", page, StringComparison.Ordinal);
            Assert.DoesNotContain(server.Token, page, StringComparison.Ordinal);
        }

        foreach (var (file, type) in new[] { ("style.css", "text/css"), ("tail.js", "text/javascript"), ("deploy.js", "text/javascript") })
        {
            using var answer = await browser.GetAsync("/dashboard/" + file);
            Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
            Assert.DoesNotMatch(@"https?://|@import|innerHTML|eval\(", await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_version_before_is_let_answer_again_and_the_change_is_in_the_audit_log()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", Hello);
        await api.PutAsync("w", "export default { fetch() { return new Response('newer'); } };");
        using var browser = await Browser.LoggedInAsync(server);
        var page = await browser.PageAsync("/dashboard/workers/w");
        var earlier = VersionField().Match(page).Groups[1].Value;
        using var answer = await browser.SubmitAsync("/dashboard/workers/w", "/dashboard/workers/w/rollback", ("version", earlier));
        Assert.Equal("303 /dashboard/workers/w", $"{(int)answer.StatusCode} {answer.Headers.Location}");
        Assert.Equal("hello", await UploadTests.AskAsync(server, "w"));
        Assert.Contains("/dashboard/workers/w/rollback", (await api.SendAsync("GET", "audit_logs"))!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "same-origin", false)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", "same-origin", false)]
    [InlineData("own", "cross-site", false)]
    [InlineData("own", "same-site", false)]
    [InlineData("own", "same-origin", true)]
    public async Task A_form_that_is_not_this_pages_changes_nothing(string? csrf, string site, bool isTaken)
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", Hello);
        await api.PutAsync("w", "export default { fetch() { return new Response('newer'); } };");
        using var browser = await Browser.LoggedInAsync(server);
        var page = await browser.PageAsync("/dashboard/workers/w");
        (string, string)[] fields = [("version", VersionField().Match(page).Groups[1].Value), .. csrf is null ? [] : new[] { ("csrf", csrf == "own" ? Browser.CsrfOf(page) : csrf) }];
        browser.Site = site;
        using var answer = await browser.PostAsync("/dashboard/workers/w/rollback", fields);
        Assert.Equal(isTaken ? HttpStatusCode.SeeOther : HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(isTaken ? "hello" : "newer", await UploadTests.AskAsync(server, "w"));
    }

    [Fact]
    public async Task A_form_that_another_origin_sends_does_not_log_in()
    {
        await using var server = await UploadTests.StartAsync();
        using var browser = new Browser(server) { Origin = "http://evil.example" };
        using var answer = await browser.PostAsync("/dashboard/login", ("token", server.Token));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task What_others_chose_is_text_and_no_markup()
    {
        const string Markup = "<img src=x onerror=alert(1)>\"'&";
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync(
            "w", "export default { fetch() { throw new Error('<script>alert(2)</script>'); } };", ",\"annotations\":{\"workers/message\":\"<img src=x onerror=alert(1)>\\\"'&\"}");
        var space = (string)(await api.SendAsync("POST", "storage/kv/namespaces", new System.Text.Json.Nodes.JsonObject { ["title"] = Markup }))!["id"]!;
        await api.SendAsync("PUT", $"storage/kv/namespaces/{space}/bulk", new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject
        {
            ["key"] = Markup, ["value"] = Markup, ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["m"] = Markup },
        }));
        await UploadTests.AskAsync(server, "w");
        using var browser = await Browser.LoggedInAsync(server);
        foreach (var path in new[]
        {
            "/dashboard/workers/w", "/dashboard/failures", "/dashboard/kv", $"/dashboard/kv/{space}", $"/dashboard/kv/{space}?prefix={Uri.EscapeDataString(Markup)}",
            $"/dashboard/kv/{space}/value?key={Uri.EscapeDataString(Markup)}", $"/dashboard/kv/{space}/value?key={Uri.EscapeDataString(Markup + "2")}", $"/dashboard/workers/{Uri.EscapeDataString(Markup)}",
        })
        {
            var page = await browser.PageAsync(path, any: true);
            Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
            Assert.Contains("&lt;", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_kill_is_shown_with_its_limit_and_what_raises_it()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("spin", "export default { fetch() { for (;;) {} } };");
        await UploadTests.AskAsync(server, "spin");
        using var browser = await Browser.LoggedInAsync(server);
        var page = await browser.PageAsync("/dashboard/failures");
        Assert.Contains("exceededCpu", page, StringComparison.Ordinal);
        Assert.Contains("Consumed 250000 of 250000 fuel.", page, StringComparison.Ordinal);
        Assert.Contains("limits.cpu_ms", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_see_and_change_what_they_are_for()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("mine", Hello);
        await api.PutAsync("other", Hello);
        var reader = await CreateTokenAsync(api, "reader", "read");
        var deployer = await CreateTokenAsync(api, "deployer", "deploy", "mine");
        using var reading = await Browser.LoggedInAsync(server, reader);
        var page = await reading.PageAsync("/dashboard/workers/mine");
        Assert.DoesNotContain("Let this one answer", page, StringComparison.Ordinal);
        using var refused = await reading.SubmitAsync("/dashboard", "/dashboard/workers/mine/rollback", ("version", "x"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        using var deploying = await Browser.LoggedInAsync(server, deployer);
        var list = await deploying.PageAsync("/dashboard");
        Assert.Contains(">mine<", list, StringComparison.Ordinal);
        Assert.DoesNotContain(">other<", list, StringComparison.Ordinal);
        foreach (var path in new[] { "/dashboard/workers/other", "/dashboard/workers/other/tail", "/dashboard/workers/other/tail/events", "/dashboard/kv" })
        {
            using var answer = await deploying.GetAsync(path);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        await api.SendAsync("DELETE", "tokens/deployer");
        using var gone = await deploying.GetAsync("/dashboard");
        Assert.Equal(HttpStatusCode.Redirect, gone.StatusCode);
    }

    [Fact]
    public async Task The_log_is_followed_as_events_of_one_line_each()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", "export default { fetch() { console.log('two\\nlines </script>'); return new Response(); } };");
        using var browser = await Browser.LoggedInAsync(server);
        using var stream = new StreamReader(await browser.OpenAsync("/dashboard/workers/w/tail/events"));
        Assert.Equal("retry: 5000", await stream.ReadLineAsync());
        Assert.Equal("", await stream.ReadLineAsync());
        await UploadTests.AskAsync(server, "w");
        var line = await stream.ReadLineAsync();
        Assert.StartsWith("data: {\"outcome\":\"ok\",\"scriptName\":\"w\"", line, StringComparison.Ordinal);
        Assert.Contains("two\\nlines </script>", line, StringComparison.Ordinal);
        Assert.Equal("", await stream.ReadLineAsync());
    }

    [Fact]
    public async Task Many_wrong_tokens_close_the_login_for_a_while()
    {
        await using var server = await UploadTests.StartAsync();
        using var browser = new Browser(server);
        for (var i = 0; i < 20; i++)
        {
            using var wrong = await browser.PostAsync("/dashboard/login", ("token", $"wrong token number {i}"));
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var answer = await browser.PostAsync("/dashboard/login", ("token", server.Token));
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
    }

    internal static async Task<string> CreateTokenAsync(ApiClient api, string name, string scope, params string[] workers) => (string)(await api.SendAsync("POST", "tokens", new System.Text.Json.Nodes.JsonObject
    {
        ["name"] = name, ["scope"] = scope, ["workers"] = new System.Text.Json.Nodes.JsonArray([.. workers.Select(static w => (System.Text.Json.Nodes.JsonNode?)w)]),
    }))!["token"]!;

    // The button of the version that does not answer.
    [GeneratedRegex("name=\"version\" value=\"([0-9a-f-]{36})\"")]
    private static partial Regex VersionField();
}
