using System.Globalization;
using System.Net.WebSockets;
using PureEdge.Engine;

namespace PureEdge.Fuzz.Running;

/// <summary>
/// The servers that cases ask. What they answer stands in the URL, so that the case alone says everything:
/// <c>http://outside.example/?s=STATUS&amp;h=NAME:VALUE&amp;b=HEX</c>, and <c>f=HEX</c> for the frames of a WebSocket. Other hosts are not there.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Outside : IOutboundFetcher
{
    private const string Host = "http://outside.example/?";

    public async Task<WorkerResponse> FetchAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        if (!request.Url.StartsWith(Host, StringComparison.Ordinal))
        {
            throw new HostErrorException(HostErrorKind.TypeError, "fetch failed: there is no such host.");
        }

        if (request.Body is { } body)
        {
            // Never more than the worker may make.
            await body.CopyToAsync(Stream.Null, cancellationToken);
        }

        var headers = new HeaderList();
        var (status, bytes, frames) = (200, (byte[])[], (byte[]?)null);
        foreach (var pair in request.Url[Host.Length..].Split('#')[0].Split('&').Select(static pair => pair.Split('=', 2)).Where(static pair => pair.Length == 2))
        {
            switch (pair[0])
            {
                case "s" when int.TryParse(pair[1], CultureInfo.InvariantCulture, out var given) && given is >= 200 and <= 599:
                    status = given;
                    break;
                case "h" when Uri.UnescapeDataString(pair[1]).Split(':', 2) is [var name, var value] && IsHeader(name, value):
                    headers.Append(name, value);
                    break;
                case "b":
                    bytes = WireStream.FromHex(pair[1]);
                    break;
                case "f":
                    frames = WireStream.FromHex(pair[1]);
                    break;
                default:
                    break;
            }
        }

        return frames is null
            ? new() { Status = status, Headers = headers, Body = new WireStream(bytes), Url = request.Url }
            : new() { Status = 101, Headers = headers, WebSocket = WebSocket.CreateFromStream(new WireStream(frames), new WebSocketCreationOptions { IsServer = false }) };
    }

    // What an HTTP client of the class library would let through.
    private static bool IsHeader(string name, string value) =>
        name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-') && value.All(static c => c is '\t' or (>= ' ' and <= 'ÿ' and not '\x7f'));
}
