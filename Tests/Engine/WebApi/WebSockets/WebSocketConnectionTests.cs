using System.Net.WebSockets;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureEdge.Engine.Tests.Events;
using PureEdge.Engine.Tests.WebApi.Fetch;
using PureEdge.Limits;
using PureEdge.Tests.Shared;

namespace PureEdge.Engine.Tests.WebApi.WebSockets;

/// <summary>A worker's sockets against real frames.</summary>
public class WebSocketConnectionTests
{
    private const string Echo = """
        export default { fetch(request) {
          const { 0: client, 1: server } = new WebSocketPair();
          server.accept();
          server.addEventListener('message', (e) => server.send(e.data));
          server.addEventListener('close', (e) => console.log(`close ${e.code} ${e.reason} ${e.wasClean}`));
          server.addEventListener('error', (e) => console.log(`error ${e.message}`));
          return new Response(null, { status: 101, webSocket: client });
        } };
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_client_gets_what_the_worker_sends_and_the_close_is_clean()
    {
        using var test = new TestWorker(Echo);
        var (client, running, result) = await ConnectAsync(test);
        await SendAsync(client, "hello");
        Assert.Equal("hello", await ReceiveTextAsync(client));
        await client.SendAsync(new byte[] { 1, 2, 3 }, WebSocketMessageType.Binary, true, CancellationToken.None);
        var buffer = new byte[16];
        var received = await client.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
        Assert.Equal((WebSocketMessageType.Binary, 3), (received.MessageType, received.Count));
        await client.CloseAsync((WebSocketCloseStatus)4001, "bye", CancellationToken.None);
        Assert.Equal((WebSocketCloseStatus)4001, client.CloseStatus);
        await running.WaitAsync(Patience);
        Assert.Null(await result.Completed.WaitAsync(Patience));
        Assert.Equal("Log: close 4001 bye true", test.Log);
    }

    [Property(MaxTest = 30)]
    public Property Any_messages_in_any_fragments_come_back_as_they_were() => Prop.ForAll(
        ArbMap.Default.ArbFor<(string Text, byte Cut)[]>(),
        messages =>
        {
            var texts = (messages ?? []).Select(m => (Text: Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(m.Text ?? "")), m.Cut)).ToArray();
            return RoundTripAsync(texts).GetAwaiter().GetResult();
        });

    [Fact]
    public async Task What_the_worker_sent_before_the_client_came_arrives_and_a_close_by_the_worker_too()
    {
        using var test = new TestWorker("""
            export default { fetch() {
              const { 0: client, 1: server } = new WebSocketPair();
              server.accept(); server.send('early'); server.close(4002, 'enough');
              server.addEventListener('close', (e) => console.log(`close ${e.code}`));
              return new Response(null, { status: 101, webSocket: client });
            } };
            """);
        var (client, running, result) = await ConnectAsync(test);
        Assert.Equal("early", await ReceiveTextAsync(client));
        Assert.Equal("close 4002 enough", await ReceiveTextAsync(client));
        await client.CloseOutputAsync((WebSocketCloseStatus)4002, "", CancellationToken.None);
        await running.WaitAsync(Patience);
        Assert.Null(await result.Completed.WaitAsync(Patience));
        Assert.Equal("Log: close 4002", test.Log);
    }

    [Fact]
    public async Task A_message_that_is_too_large_closes_the_connection_before_it_is_all_there()
    {
        using var test = new TestWorker(Echo);
        var (client, running, _) = await ConnectAsync(test);
        var chunk = new byte[256 << 10];
        try
        {
            for (var i = 0; i < 64; i++)
            {
                await client.SendAsync(chunk, WebSocketMessageType.Binary, endOfMessage: false, new CancellationTokenSource(Patience).Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or InvalidOperationException or OperationCanceledException)
        {
        }

        await running.WaitAsync(Patience);
        Assert.Contains("larger than 1048576 bytes", test.Log, StringComparison.Ordinal);
        Assert.Contains("close 1009  false", test.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_lost_is_an_error_and_an_unclean_close()
    {
        using var test = new TestWorker(Echo);
        var (client, running, result) = await ConnectAsync(test);
        await SendAsync(client, "x");
        Assert.Equal("x", await ReceiveTextAsync(client));
        client.Abort();
        await running.WaitAsync(Patience);
        await result.Completed.WaitAsync(Patience);
        Assert.Equal("Log: error The WebSocket connection was lost.\nLog: close 1006  false", test.Log);
    }

    [Fact]
    public async Task Messages_are_charged_to_the_request_that_accepted_the_socket_which_ends_with_its_limit()
    {
        using var test = new TestWorker("""
            export default { fetch() {
              const { 0: client, 1: server } = new WebSocketPair();
              server.accept();
              server.addEventListener('message', () => { for (;;); });
              return new Response(null, { status: 101, webSocket: client });
            } };
            """);
        var (client, running, result) = await ConnectAsync(test);
        await SendAsync(client, "x");
        await running.WaitAsync(Patience);
        Assert.Equal(WorkerOutcome.ExceededCpu, (await result.Completed.WaitAsync(Patience))!.Outcome);
        await Assert.ThrowsAnyAsync<Exception>(() => ReceiveTextAsync(client));
    }

    [Fact]
    public async Task A_flood_ends_at_the_memory_budget_of_its_request()
    {
        using var test = new TestWorker(Echo.Replace("server.send(e.data)", "0", StringComparison.Ordinal), ExecutionLimits.Default with { AllocationBytes = 16 << 20, CpuMilliseconds = 10_000 });
        var (client, running, result) = await ConnectAsync(test);
        var message = new byte[1 << 20];
        try
        {
            for (var i = 0; i < 100; i++)
            {
                await client.SendAsync(message, WebSocketMessageType.Binary, true, new CancellationTokenSource(Patience).Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or InvalidOperationException or OperationCanceledException)
        {
        }

        await running.WaitAsync(Patience);
        Assert.Equal(WorkerOutcome.ExceededMemory, (await result.Completed.WaitAsync(Patience))!.Outcome);
    }

    [Fact]
    public async Task An_upgrade_that_nobody_wants_ends_the_event()
    {
        using var test = new TestWorker(Echo);
        var result = await test.FetchAsync();
        Assert.False(result.Completed.IsCompleted);
        result.Response!.Upgrade!.Dispose();
        await result.Completed.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_worker_opens_a_socket_to_the_outside()
    {
        var (outer, inner) = SocketPair.Create();
        var outbound = new FakeOutbound(_ =>
        {
            var headers = new HeaderList();
            headers.Append("sec-websocket-protocol", "chat");
            return new WorkerResponse { Status = 101, Headers = headers, WebSocket = inner };
        });
        using var test = new TestWorker(
            """
            export default { async fetch() {
              const ws = new WebSocket('wss://a.example/x?y', ['chat', 'other']);
              const seen = [ws.readyState, ws.url];
              try { ws.send('early'); } catch (e) { seen.push(e.name); }
              await new Promise((resolve) => { ws.onopen = resolve; });
              seen.push(ws.readyState, ws.protocol);
              ws.send('question');
              seen.push(await new Promise((resolve) => { ws.onmessage = (e) => resolve(e.data); }));
              ws.close(3000, 'done');
              ws.send('ignored');
              seen.push(await new Promise((resolve) => { ws.onclose = (e) => resolve([e.code, e.wasClean, ws.readyState]); }));
              return Response.json(seen);
            } };
            """,
            options: new() { Outbound = outbound });
        var answer = test.TextAsync();
        Assert.Equal("question", await ReceiveTextAsync(outer));
        await SendAsync(outer, "answer");
        Assert.Equal("close 3000 done", await ReceiveTextAsync(outer));
        await outer.CloseOutputAsync((WebSocketCloseStatus)3000, "done", CancellationToken.None);
        Assert.Equal("""[0,"wss://a.example/x?y","InvalidStateError",1,"chat","answer",[3000,true,3]]""", await answer);
        var request = Assert.Single(outbound.Requests);
        Assert.Equal(("https://a.example/x?y", "websocket", "chat, other"), (request.Url, request.Headers.Get("upgrade"), request.Headers.Get("sec-websocket-protocol")));
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("status")]
    [InlineData("protocol")]
    public async Task A_socket_that_cannot_be_opened_says_so_in_events(string how)
    {
        var outbound = new FakeOutbound(_ => how switch
        {
            "refused" => throw new HostErrorException(HostErrorKind.TypeError, "fetch failed"),
            "status" => new WorkerResponse { Status = 200, Bytes = "x"u8.ToArray() },
            _ => new WorkerResponse { Status = 101, Headers = Protocol("nobody asked"), WebSocket = SocketPair.Create().Server },
        });
        using var test = new TestWorker(
            """
            export default { async fetch() {
              const ws = new WebSocket('ws://a.example/'), seen = [];
              ws.onerror = (e) => seen.push(e.type, e.message.length > 0);
              await new Promise((resolve) => { ws.onclose = (e) => { seen.push(e.code, e.wasClean, ws.readyState); resolve(); }; });
              return Response.json(seen);
            } };
            """,
            options: new() { Outbound = outbound });
        Assert.Equal("[\"error\",true,1006,false,3]", await test.TextAsync());
    }

    [Fact]
    public async Task Fetch_gives_a_socket_which_the_script_accepts_or_passes_on()
    {
        var (outer, inner) = SocketPair.Create();
        var (outer2, inner2) = SocketPair.Create();
        var outbound = new FakeOutbound(request => new WorkerResponse { Status = 101, WebSocket = request.Url.EndsWith("/pass", StringComparison.Ordinal) ? inner2 : inner });
        using var test = new TestWorker(
            """
            export default { async fetch(request) {
              const response = await fetch(request.url, { headers: { Upgrade: 'websocket' } });
              if (request.url.endsWith('/pass')) return response;
              const ws = response.webSocket;
              ws.accept();
              const got = new Promise((resolve) => ws.addEventListener('message', (e) => resolve(e.data)));
              ws.send('hi');
              return new Response(`${response.status} ${await got}`);
            } };
            """,
            options: new() { Outbound = outbound });
        var answer = test.TextAsync("/use");
        Assert.Equal("hi", await ReceiveTextAsync(outer));
        await SendAsync(outer, "there");
        Assert.Equal("101 there", await answer);

        var (client, running, _) = await ConnectAsync(test, "/pass");
        await SendAsync(client, "through");
        Assert.Equal("through", await ReceiveTextAsync(outer2));
        await SendAsync(outer2, "and back");
        Assert.Equal("and back", await ReceiveTextAsync(client));
        await client.CloseOutputAsync((WebSocketCloseStatus)4003, "x", CancellationToken.None);
        Assert.Equal("close 4003 x", await ReceiveTextAsync(outer2));
        await outer2.CloseOutputAsync((WebSocketCloseStatus)4003, "x", CancellationToken.None);
        await running.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_chat_between_requests_of_one_isolate_works()
    {
        // One slot, so one isolate: while it ends a turn, a second core would begin another.
        using var test = new TestWorker("""
            const members = new Set();
            export default { fetch() {
              const { 0: client, 1: server } = new WebSocketPair();
              server.accept(); members.add(server);
              server.addEventListener('message', (e) => { for (const m of members) m.send(e.data); });
              server.addEventListener('close', () => members.delete(server));
              return new Response(null, { status: 101, webSocket: client });
            } };
            """);
        var (a, _, _) = await ConnectAsync(test);
        var (b, _, _) = await ConnectAsync(test);
        await SendAsync(a, "to all");
        Assert.Equal(("to all", "to all"), (await ReceiveTextAsync(a), await ReceiveTextAsync(b)));
    }

    private static HeaderList Protocol(string name)
    {
        var headers = new HeaderList();
        headers.Append("sec-websocket-protocol", name);
        return headers;
    }

    private static async Task<(WebSocket Client, Task Running, FetchResult Result)> ConnectAsync(TestWorker test, string path = "/")
    {
        var result = await test.FetchAsync(path);
        Assert.True(result.Response?.Upgrade is not null, $"{result.Failure?.Message}\n{result.Failure?.Stack}");
        var (client, server) = SocketPair.Create();
        return (client, result.Response.Upgrade.RunAsync(server, CancellationToken.None), result);
    }

    private static Task SendAsync(WebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<string> ReceiveTextAsync(WebSocket socket)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var text = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return $"close {(int?)socket.CloseStatus} {socket.CloseStatusDescription}";
            }

            await text.WriteAsync(buffer.AsMemory(0, received.Count), patience.Token);
            if (received.EndOfMessage)
            {
                return Encoding.UTF8.GetString(text.ToArray());
            }
        }
    }

    private static async Task<bool> RoundTripAsync((string Text, byte Cut)[] messages)
    {
        using var test = new TestWorker(Echo, ExecutionLimits.Default with { CpuMilliseconds = 10_000 });
        var (client, running, _) = await ConnectAsync(test);
        var sending = Task.Run(async () =>
        {
            foreach (var (text, cut) in messages)
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                var at = Math.Min(cut, bytes.Length);
                await client.SendAsync(bytes.AsMemory(0, at), WebSocketMessageType.Text, false, CancellationToken.None);
                await client.SendAsync(bytes.AsMemory(at), WebSocketMessageType.Text, true, CancellationToken.None);
            }
        });
        var same = true;
        foreach (var (text, _) in messages)
        {
            same &= await ReceiveTextAsync(client) == text;
        }

        await sending;
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        same &= await ReceiveTextAsync(client) == "close 1000 ";
        await running.WaitAsync(Patience);
        return same;
    }
}
