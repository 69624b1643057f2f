using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Pipeline;

/// <summary>
/// The server's side of an upgrade to WebSocket (https://www.rfc-editor.org/rfc/rfc6455#section-4.2). By hand, since ASP.NET's own
/// needs a middleware that an embedding application may not have. Frames are the class library's affair.
/// </summary>
internal static class WebSocketHandshake
{
    private const string KeyGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int KeyLength = 24;

    // A client that vanished is noticed after twice this time.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

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
        headers.SecWebSocketAccept = AcceptOf(key);
        headers.Remove("Sec-WebSocket-Extensions");
        var stream = await feature.UpgradeAsync();
        var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive });
        await upgrade.RunAsync(socket, context.RequestAborted);
        return true;
    }

    // SHA-1 is what the protocol says; nothing is protected by it.
#pragma warning disable CA5350
    private static string AcceptOf(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeyGuid)));
#pragma warning restore CA5350

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
