using PureEdge.Engine;

namespace PureEdge.Conformance.Tests.Wpt;

/// <summary>Answers the tests' own requests with the files of their set. No network, and nothing that a script of the wpt server would make.</summary>
internal sealed class WptFiles(string folder) : IOutboundFetcher
{
    public async Task<WorkerResponse> FetchAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        Uri url = new(request.Url);
        string path = WptRunner.PathOf(folder, Uri.UnescapeDataString(url.AbsolutePath)[1..]);
        if (url.Host != "web-platform.test")
        {
            throw new HostErrorException(HostErrorKind.TypeError, $"fetch failed: \"{url.Host}\" is not the host of the tests.");
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
        response.Headers.Append("content-type", Path.GetExtension(path) switch
        {
            ".json" => "application/json",
            ".js" => "text/javascript",
            ".html" => "text/html",
            ".txt" => "text/plain",
            _ => "application/octet-stream",
        });
        return response;
    }

    /// <summary>What the two scripts of the wpt server that many tests use would answer.</summary>
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
