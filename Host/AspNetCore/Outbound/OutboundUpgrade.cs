using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using PureEdge.AspNetCore.WebSockets;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Outbound;

/// <summary>The client's side of an upgrade to WebSocket (https://www.rfc-editor.org/rfc/rfc6455#section-4.1), over the same way out as every request.</summary>
internal static class OutboundUpgrade
{
    /// <summary>Whether a worker's request asks for a WebSocket.</summary>
    public static bool IsAskedFor(WorkerRequest request) =>
        request.Method == "GET" && string.Equals(request.Headers.Get("upgrade"), "websocket", StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds what a handshake needs; the key is ours, whatever the worker wrote.</summary>
    /// <returns>The key.</returns>
    public static string Prepare(HttpRequestMessage message)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        foreach (var name in (string[])["Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Extensions"])
        {
            message.Headers.Remove(name);
        }

        message.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        message.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", key);
        return key;
    }

    /// <summary>The connection, once the server has agreed.</summary>
    /// <exception cref="HostErrorException">The server's answer does not belong to our key.</exception>
    public static async Task<WebSocket> ConnectAsync(HttpResponseMessage response, string key, CancellationToken cancellationToken)
    {
        if (!response.Headers.TryGetValues("Sec-WebSocket-Accept", out var accepts) || !string.Equals(accepts.First(), WebSocketProtocol.AcceptOf(key), StringComparison.Ordinal))
        {
            response.Dispose();
            throw new HostErrorException(HostErrorKind.TypeError, "fetch failed: the server's WebSocket handshake is not an answer to ours.");
        }

        return WebSocket.CreateFromStream(
            await response.Content.ReadAsStreamAsync(cancellationToken),
            new WebSocketCreationOptions { IsServer = false, KeepAliveInterval = WebSocketProtocol.KeepAlive, KeepAliveTimeout = WebSocketProtocol.KeepAlive });
    }
}
