using System.Globalization;
using System.Text;
using System.Web;
using PureEdge.Engine;

namespace PureEdge.Conformance.Tests.Wpt;

/// <summary>Answers the tests' own requests with the files of their set, and as the few scripts of the wpt server would that many tests use. No network.</summary>
internal sealed class WptFiles(string folder) : IOutboundFetcher
{
    public async Task<WorkerResponse> FetchAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        Uri url = new(request.Url);
        string path = WptRunner.PathOf(folder, Uri.UnescapeDataString(url.AbsolutePath)[1..]);
        if (WptEventStreams.Answer(request, url) is { } stream)
        {
            return stream;
        }

        if (url.Host != "web-platform.test")
        {
            throw new HostErrorException(HostErrorKind.TypeError, $"fetch failed: \"{url.Host}\" is not the host of the tests.");
        }

        if (WptSockets.Accept(request, url) is { } upgrade)
        {
            return upgrade;
        }

        if (await ScriptAsync(request, url, cancellationToken) is { } made)
        {
            return made;
        }

        if (!path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.GetExtension(path) == ".py" || !File.Exists(path))
        {
            return new WorkerResponse { Status = 404, Url = request.Url };
        }

        WorkerResponse response = new() { Status = 200, Url = request.Url, Bytes = await File.ReadAllBytesAsync(path, cancellationToken) };
        response.Headers.Append("content-type", PipedType(url) ?? Path.GetExtension(path) switch
        {
            ".wasm" => "application/wasm",
            ".json" => "application/json",
            ".js" => "text/javascript",
            ".html" => "text/html",
            ".txt" => "text/plain",
            _ => "application/octet-stream",
        });
        return response;
    }

    /// <summary>A script with what the wpt server puts into it.</summary>
    public static string Substitute(string text) => text
        .Replace("{{host}}", "web-platform.test", StringComparison.Ordinal)
        .Replace("{{ports[ws][0]}}", "8666", StringComparison.Ordinal)
        .Replace("{{ports[wss][0]}}", "8667", StringComparison.Ordinal)
        .Replace("{{ports[h2][0]}}", "9000", StringComparison.Ordinal)
        .Replace("{{hosts[alt][www]}}", "www.not-web-platform.test", StringComparison.Ordinal);

    /// <summary>The value of a parameter in a query, its percent encoding decoded to bytes, one a character.</summary>
    public static string? Parameter(Uri url, string name)
    {
        string? found = url.Query.TrimStart('?').Split('&').FirstOrDefault(x => x == name || x.StartsWith(name + "=", StringComparison.Ordinal));
        return found is null ? null : Encoding.Latin1.GetString(HttpUtility.UrlDecodeToBytes(found.Length == name.Length ? "" : found[(name.Length + 1)..]));
    }

    // ?pipe=header(Content-Type,...)
    private static string? PipedType(Uri url) =>
        Parameter(url, "pipe") is { } pipe && pipe.StartsWith("header(Content-Type,", StringComparison.Ordinal) ? pipe["header(Content-Type,".Length..^1] : null;

    /// <summary>What the scripts of the wpt server that many tests use would answer.</summary>
    private static async Task<WorkerResponse?> ScriptAsync(WorkerRequest request, Uri url, CancellationToken cancellationToken)
    {
        WorkerResponse response;
        switch (url.AbsolutePath)
        {
            case "/fetch/api/resources/echo-content.py":
                using (MemoryStream body = new())
                {
                    await (request.Body?.CopyToAsync(body, cancellationToken) ?? Task.CompletedTask);
                    response = new() { Status = 200, Url = request.Url, Bytes = body.ToArray() };
                }

                response.Headers.Append("content-type", "text/plain");
                return response;
            case "/wasm/webapi/status.py":
                int status = int.Parse(Parameter(url, "status")!, CultureInfo.InvariantCulture);
                response = status is >= 200 and <= 599
                    ? new() { Status = status, Url = request.Url }
                    : throw new HostErrorException(HostErrorKind.TypeError, $"fetch failed: {status} is no status of HTTP.");
                response.Headers.Append("content-type", "application/wasm");
                return response;
            case "/fetch/api/resources/trickle.py":
                response = new()
                {
                    Status = 200,
                    Url = request.Url,
                    Body = new WptTrickle("TEST_TRICKLE\n", int.Parse(Parameter(url, "count") ?? "50", CultureInfo.InvariantCulture), int.Parse(Parameter(url, "ms") ?? Parameter(url, "delay") ?? "500", CultureInfo.InvariantCulture)),
                };
                response.Headers.Append("content-type", "text/plain");
                return response;
            case "/fetch/api/resources/inspect-headers.py":
                response = new() { Status = 200, Url = request.Url };
                string names = url.Query.TrimStart('?').Split('&').FirstOrDefault(x => x.StartsWith("headers=", StringComparison.Ordinal)) ?? "headers=";
                foreach (string name in Uri.UnescapeDataString(names["headers=".Length..]).Split('|'))
                {
                    if (request.Headers.Get(name) is { } value)
                    {
                        response.Headers.Append("x-request-" + name, value);
                    }
                }

                return response;
            default:
                return null;
        }
    }
}
