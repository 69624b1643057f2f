using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PureEdge.AspNetCore.WebSockets;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Pipeline;

/// <summary>
/// The server's side of an upgrade to WebSocket (https://www.rfc-editor.org/rfc/rfc6455#section-4.2). By hand, since ASP.NET's own
/// needs a middleware that an embedding application may not have.
/// </summary>
internal static class WebSocketHandshake
{
    private const int KeyLength = 24;

    /// <summary>Accepts the client's upgrade and runs the connection to its end.</summary>
    /// <returns><see langword="false"/> when the request asks for no WebSocket; nothing was sent then.</returns>
    public static async Task<bool> TryRunAsync(HttpContext context, WorkerResponse source)
    {
        using var upgrade = source.Upgrade!;
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } feature || KeyOf(context.Request) is not { } key)
        {
            return false;
        }

        var headers = context.Response.Headers;
        ResponseTranslation.CopyHeaders(source.Headers, context.Response, keepLength: false);
        headers.Connection = "Upgrade";
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = WebSocketProtocol.AcceptOf(key);
        headers.Remove("Sec-WebSocket-Extensions");
        var stream = await feature.UpgradeAsync();
        var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = WebSocketProtocol.KeepAlive, KeepAliveTimeout = WebSocketProtocol.KeepAlive });
        await upgrade.RunAsync(socket, context.RequestAborted);
        return true;
    }

    private static string? KeyOf(HttpRequest request)
    {
        var key = request.Headers.SecWebSocketKey.ToString();
        return HttpMethods.IsGet(request.Method)
            && string.Equals(request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase)
            && string.Equals(request.Headers.SecWebSocketVersion, "13", StringComparison.Ordinal)
            && key.Length == KeyLength && Convert.TryFromBase64String(key, stackalloc byte[18], out var length) && length == 16
                ? key
                : null;
    }
}
