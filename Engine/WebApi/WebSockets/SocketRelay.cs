using System.Buffers;
using System.Net.WebSockets;

namespace PureEdge.Engine.WebApi.WebSockets;

/// <summary>Connects two sockets of the host; what passes through never enters JavaScript, and a slow side slows the other.</summary>
internal static class SocketRelay
{
    private const int ChunkBytes = 16 << 10;
    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(10);

    /// <summary>Relays until both have closed or one is lost, and disposes them.</summary>
    public static async Task RunAsync(WebSocket one, WebSocket other, CancellationToken gone, CancellationToken aborted)
    {
        using (one)
        using (other)
        using (var ending = CancellationTokenSource.CreateLinkedTokenSource(gone, aborted))
        {
            var there = PumpAsync(one, other, ending);
            await PumpAsync(other, one, ending);
            await there;
        }
    }

    private static async Task PumpAsync(WebSocket from, WebSocket to, CancellationTokenSource ending)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (true)
            {
                var read = await from.ReceiveAsync(buffer.AsMemory(), ending.Token);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    // Without a code it is a normal end: .NET would write the code 1005, which may not stand on the wire.
                    var status = from.CloseStatus is { } given and not WebSocketCloseStatus.Empty ? given : WebSocketCloseStatus.NormalClosure;
                    await to.CloseOutputAsync(status, from.CloseStatusDescription, ending.Token);
                    ending.CancelAfter(CloseTime);
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, read.Count), read.MessageType, read.EndOfMessage, ending.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            from.Abort();
            to.Abort();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
