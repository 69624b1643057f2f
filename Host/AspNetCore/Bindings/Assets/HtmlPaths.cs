namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>From a path to a file, or to the path it is really at (https://developers.cloudflare.com/workers/static-assets/routing/advanced/html-handling/).</summary>
internal static class HtmlPaths
{
    private const string Index = "index";
    private const string Html = ".html";

    /// <summary>What a path leads to: a file, or the path to be redirected to, or neither.</summary>
    public static (Asset? File, string? Redirect) Resolve(AssetTable table, string mode, string path)
    {
        if (mode == "none")
        {
            return (table.Find(path), null);
        }

        // The name without 'index', '.html' and slash: '/a' for all of '/a', '/a/', '/a.html', '/a/index', '/a/index.html'.
        var page = path.EndsWith(Html, StringComparison.Ordinal) ? path[..^Html.Length] : path;
        var wasHtml = page.Length < path.Length;
        var wasIndex = page.EndsWith("/" + Index, StringComparison.Ordinal);
        page = wasIndex ? page[..^(Index.Length + 1)] : page;
        var wasFolder = !wasHtml && !wasIndex && page.EndsWith('/');
        page = wasFolder ? page[..^1] : page;
        var isPlain = !wasHtml && !wasIndex && !wasFolder;
        if (isPlain && table.Find(path) is { } exact)
        {
            return (exact, null);
        }

        var (index, single) = (table.Find($"{page}/{Index}{Html}"), page.Length > 0 ? table.Find(page + Html) : null);
        // Of the two the one that the path names comes first.
        var file = wasHtml && !wasIndex ? single ?? index : wasIndex || wasFolder ? index ?? single : single ?? index;
        if (file is null)
        {
            return (table.Find(path), null);
        }

        var isIndex = ReferenceEquals(file, index);
        var place = page.Length == 0 ? "/" : mode switch
        {
            "force-trailing-slash" => page + "/",
            "drop-trailing-slash" => page,
            _ => isIndex ? page + "/" : page,
        };
        if (place == path)
        {
            return (file, null);
        }

        // Where another file answers, a redirect would lead astray.
        return ReferenceEquals(Resolve(table, mode, place).File, file) ? (null, place) : (file, null);
    }
}
