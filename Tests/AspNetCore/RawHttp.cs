using System.Net.Sockets;
using System.Text;

namespace PureEdge.AspNetCore.Tests;

/// <summary>Sends bytes as they are, for requests that no client library would make.</summary>
internal static class RawHttp
{
    /// <summary>What the server answers until it closes the connection.</summary>
    public static async Task<string> SendAsync(Uri server, string request)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, late.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), late.Token);
        return await new StreamReader(stream, Encoding.Latin1).ReadToEndAsync(late.Token);
    }
}
