using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using PureEdge.Engine;

namespace PureEdge.Conformance.Tests.Wpt;

/// <summary>What the wpt server's WebSocket handlers do, over connections in memory.</summary>
internal static class WptSockets
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The answer to the handshake; <see langword="null"/> when the request is none, or for a handler that is not here.</summary>
    public static WorkerResponse? Accept(WorkerRequest request, Uri url)
    {
        if (!string.Equals(request.Headers.Get("upgrade"), "websocket", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        Func<WebSocket, Task>? handler = url.AbsolutePath switch
        {
            "/echo" or "/" or "/echo_raw" => EchoAsync,
            "/empty-message" => async socket => await SendAsync(socket, (await ReceiveAsync(socket))?.Bytes.Length == 0 ? "pass" : "fail"),
            "/referrer" => socket => SendAsync(socket, request.Headers.Get("referer") ?? "MISSING AS PER FETCH"),
            "/handshake_no_extensions" or "/handshake_sleep_2" or "/sleep_10_v13" => EchoAsync,
            "/delayed-passive-close" => async socket =>
            {
                await ReceiveAsync(socket);
                await Task.Delay(1000);
            },
            "/receive-many-with-backpressure" => async socket =>
            {
                while (await ReceiveAsync(socket) is { } message)
                {
                    await Task.Delay(100);
                    await SendAsync(socket, message.Bytes.Length.ToString(CultureInfo.InvariantCulture));
                }
            },
            _ => null,
        };
        if (handler is null)
        {
            return new WorkerResponse { Status = 404, Url = request.Url };
        }

        (WebSocket client, WebSocket server) = SocketPair.Create();
        _ = ServeAsync(server, handler);
        WorkerResponse response = new() { Status = 101, Url = request.Url, WebSocket = client };
        string[] offered = request.Headers.Get("sec-websocket-protocol")?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        if (url.AbsolutePath == "/echo" && offered.Contains("echo", StringComparer.Ordinal))
        {
            response.Headers.Append("sec-websocket-protocol", "echo");
        }

        return response;
    }

    private static async Task ServeAsync(WebSocket socket, Func<WebSocket, Task> handler)
    {
        try
        {
            await handler(socket);
            using CancellationTokenSource patience = new(Patience);
            if (socket.State == WebSocketState.CloseReceived)
            {
                // The code and the reason come back as they were; of none, none.
                await (socket.CloseStatus is null or WebSocketCloseStatus.Empty
                    ? socket.CloseOutputAsync(WebSocketCloseStatus.Empty, null, patience.Token)
                    : socket.CloseOutputAsync(socket.CloseStatus.Value, socket.CloseStatusDescription, patience.Token));
            }
            else
            {
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", patience.Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            // The test has gone.
        }
        finally
        {
            socket.Dispose();
        }
    }

    private static async Task EchoAsync(WebSocket socket)
    {
        while (await ReceiveAsync(socket) is var (bytes, type))
        {
            await socket.SendAsync(bytes, type, endOfMessage: true, CancellationToken.None);
            if (type == WebSocketMessageType.Text && Encoding.UTF8.GetString(bytes) == "Goodbye")
            {
                return;
            }
        }
    }

    private static Task SendAsync(WebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private static async Task<(byte[] Bytes, WebSocketMessageType Type)?> ReceiveAsync(WebSocket socket)
    {
        using MemoryStream message = new();
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            WebSocketReceiveResult result = await socket.ReceiveAsync(new ArraySegment<byte>(buffer), CancellationToken.None);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(buffer, 0, result.Count);
            if (result.EndOfMessage)
            {
                return (message.ToArray(), result.MessageType);
            }
        }
    }
}
