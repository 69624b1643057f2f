using System.Security.Cryptography;
using System.Text;

namespace PureEdge.AspNetCore.WebSockets;

/// <summary>What both sides of an upgrade to WebSocket know (https://www.rfc-editor.org/rfc/rfc6455#section-1.3). Frames are the class library's affair.</summary>
internal static class WebSocketProtocol
{
    /// <summary>How often a connection is looked after; who vanished is noticed after twice this time.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    private const string KeyGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    // SHA-1 is what the protocol says; nothing is protected by it.
#pragma warning disable CA5350
    /// <summary>The server's answer to a client's key.</summary>
    public static string AcceptOf(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeyGuid)));
#pragma warning restore CA5350
}
