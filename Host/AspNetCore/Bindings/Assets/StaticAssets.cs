using System.Globalization;
using PureEdge.AspNetCore.Model;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>Answers with the files of a version (https://developers.cloudflare.com/workers/static-assets/).</summary>
/// <param name="files">Where they are.</param>
/// <param name="table">Which there are.</param>
/// <param name="config">How they answer.</param>
/// <param name="hasCode">Whether the version has code for what no file answers.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class StaticAssets(IAssetFiles files, AssetTable table, AssetConfig config, bool hasCode) : IStaticAssets, IOutboundFetcher
{
    private const string DefaultCaching = "public, max-age=0, must-revalidate";
    private const string SinglePage = "single-page-application";
    private const string NotFoundPage = "404-page";

    /// <inheritdoc/>
    public async ValueTask<WorkerResponse?> AnswerAsync(WorkerRequest request, CancellationToken cancel)
    {
        // As files are looked for: what another spelling of a path would reach, its pattern must.
        if (hasCode && config.IsForWorker(Unescape(PathOf(request.Url).Path)))
        {
            return null;
        }

        // A page that is not there is for the assets too when they have something for it; data is for the code.
        var falls = !hasCode || (config.NotFoundHandling != "none" && request.Headers.Get("Sec-Fetch-Mode") == "navigate");
        return await AnswerAsync(request, falls, cancel);
    }

    /// <summary>What <c>env.ASSETS.fetch()</c> gives.</summary>
    public async Task<WorkerResponse> FetchAsync(WorkerRequest request, CancellationToken cancellationToken) => (await AnswerAsync(request, falls: true, cancellationToken))!;

    private async ValueTask<WorkerResponse?> AnswerAsync(WorkerRequest request, bool falls, CancellationToken cancel)
    {
        var (host, rawPath, query) = PathOf(request.Url);
        var path = rawPath;
        var isRead = request.Method is "GET" or "HEAD";
        foreach (var rule in config.Redirects)
        {
            if (rule.From.Match(host, rawPath) is not { } match)
            {
                continue;
            }

            var to = RulePattern.Fill(rule.To, match);
            // What a client puts in place of a variable must not make a path into a host.
            to = rule.To[0] == '/' ? "/" + to.TrimStart('/', '\\') : to;
            if (rule.Status != 200)
            {
                return Redirect(rule.Status, to.Contains('?', StringComparison.Ordinal) ? to : to + query);
            }

            path = to.Split('?')[0];
            break;
        }

        var (file, redirect) = Find(path);
        if (file is null && redirect is null)
        {
            return falls ? await NotFoundAsync(request, host, rawPath, path, cancel) : null;
        }

        if (!isRead)
        {
            return new() { Status = 405, Headers = Headers(("Allow", "GET, HEAD")) };
        }

        return redirect is not null ? Redirect(307, Escape(redirect) + query) : await FileAsync(request, host, rawPath, file!, 200, cancel);
    }

    private (Asset? File, string? Redirect) Find(string path)
    {
        var plain = Unescape(path);
        return plain.Contains('\0', StringComparison.Ordinal) ? default : HtmlPaths.Resolve(table, config.HtmlHandling, plain);
    }

    private async ValueTask<WorkerResponse> NotFoundAsync(WorkerRequest request, string host, string rawPath, string path, CancellationToken cancel)
    {
        if (request.Method is "GET" or "HEAD")
        {
            if (config.NotFoundHandling == SinglePage && table.Find("/index.html") is { } page)
            {
                return await FileAsync(request, host, rawPath, page, 200, cancel);
            }

            // The nearest one on the way up.
            for (var end = config.NotFoundHandling == NotFoundPage ? path.LastIndexOf('/') : -1; end >= 0; end = end == 0 ? -1 : path.LastIndexOf('/', end - 1))
            {
                if (table.Find(Unescape(path[..end]) + "/404.html") is { } missing)
                {
                    return await FileAsync(request, host, rawPath, missing, 404, cancel);
                }
            }
        }

        return new() { Status = 404 };
    }

    private async ValueTask<WorkerResponse> FileAsync(WorkerRequest request, string host, string path, Asset file, int status, CancellationToken cancel)
    {
        var type = file.ContentType;
        (file, var coding, var varies) = Precompressed.Choose(table, file, request.Headers);
        var etag = $"\"{file.Hash}\"";
        var headers = Headers(("ETag", etag), ("Cache-Control", DefaultCaching));
        if (type is not null)
        {
            headers.Append("Content-Type", type);
        }

        if (varies)
        {
            headers.Append("Vary", "Accept-Encoding");
        }

        if (coding is not null)
        {
            headers.Append("Content-Encoding", coding);
        }

        ApplyRules(headers, host, path);
        if (status == 200 && Matches(request.Headers.Get("If-None-Match"), etag))
        {
            headers.Remove("Content-Type");
            return new() { Status = 304, Headers = headers };
        }

        var length = file.Blob.Length;
        var (offset, count) = (0L, length);
        if (status == 200 && request.Headers.Get("If-Range") is var condition && (condition is null || condition == etag) && ByteRange.From(request.Headers.Get("Range"), length) is { } range)
        {
            if (range.Length == 0)
            {
                headers.Set("Content-Range", $"bytes */{length}");
                headers.Remove("Content-Type");
                return new() { Status = 416, Headers = headers };
            }

            (status, offset, count) = (206, range.Offset, range.Length);
            headers.Set("Content-Range", $"bytes {offset}-{offset + count - 1}/{length}");
        }

        headers.Set("Content-Length", count.ToString(CultureInfo.InvariantCulture));
        headers.Set("Accept-Ranges", "bytes");
        if (request.Method == "HEAD" || count == 0)
        {
            return new() { Status = status, Headers = headers };
        }

        var content = await files.OpenAsync(file, offset, count, cancel)
            ?? throw new HostErrorException(HostErrorKind.Error, $"The asset '{file.Path}' is gone from the server's storage.");
        return new() { Status = status, Headers = headers, Body = content };
    }

    private void ApplyRules(HeaderList headers, string host, string path)
    {
        var set = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var rule in config.Headers)
        {
            if (rule.Pattern.Match(host, path) is not { } match)
            {
                continue;
            }

            foreach (var name in rule.Removed)
            {
                headers.Remove(name);
                set.Remove(name);
            }

            foreach (var (name, value) in rule.Set)
            {
                // Ours give way; those of several rules stand side by side.
                var filled = RulePattern.Fill(value, match);
                if (set.Add(name))
                {
                    headers.Set(name, filled);
                }
                else
                {
                    headers.Set(name, $"{headers.Get(name)}, {filled}");
                }
            }
        }
    }

    private static string Unescape(string path) => path.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(path) : path;

    private static bool Matches(string? header, string etag) =>
        header is not null && (header.Trim() == "*" || header.Split(',').Any(each => each.Trim() is var one && (one == etag || one == "W/" + etag)));

    private static WorkerResponse Redirect(int status, string to) => new() { Status = status, Headers = Headers(("Location", to)) };

    private static HeaderList Headers(params ReadOnlySpan<(string Name, string Value)> all)
    {
        var headers = new HeaderList(all.Length + 4);
        foreach (var (name, value) in all)
        {
            headers.Append(name, value);
        }

        return headers;
    }

    // A path of ours never begins with two slashes, which would name a host.
    private static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static (string Host, string Path, string Query) PathOf(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var slash = url.IndexOfAny(['/', '?', '#'], start);
        var end = slash < 0 ? url.Length : url.IndexOfAny(['?', '#'], slash) is >= 0 and var query ? query : url.Length;
        var hash = url.IndexOf('#', StringComparison.Ordinal);
        var rest = hash < 0 ? url[end..] : end < hash ? url[end..hash] : "";
        var path = slash < 0 || url[slash] != '/' ? "/" : url[slash..end];
        return (slash < 0 ? url[start..] : url[start..slash], path, rest);
    }
}
