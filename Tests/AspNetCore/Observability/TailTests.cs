using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Observability.Tail;
using PureEdge.AspNetCore.Tests.Api;

namespace PureEdge.AspNetCore.Tests.Observability;

public sealed class TailTests
{
    private const string Talker = "export default { async fetch(r, env, ctx) { console.log('begin', { a: 1 }); console.warn('late'); if (r.url.endsWith('/throw')) throw new TypeError('no way'); if (r.url.endsWith('/loop')) for (;;) {} ctx.waitUntil(scheduler.wait(1).then(() => console.log('behind'))); return new Response('ok', { status: 201 }); } };";

    [Fact]
    public async Task An_event_is_told_with_its_request_its_lines_and_its_answer()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", Talker);
        using var tail = await ConnectAsync(api);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/path?q=1");
        request.Headers.Host = "w.localhost";
        request.Headers.Add("Authorization", "Bearer hush");
        request.Headers.Add("X-Plain", "shown");
        using var answer = await server.Client.SendAsync(request);
        var told = await ReceiveAsync(tail);
        Assert.Equal(("ok", "w"), ((string)told["outcome"]!, (string)told["scriptName"]!));
        Assert.Equal("http://w.localhost/path?q=1", (string)told["event"]!["request"]!["url"]!);
        Assert.Equal(("REDACTED", "shown"), ((string)told["event"]!["request"]!["headers"]!["authorization"]!, (string)told["event"]!["request"]!["headers"]!["x-plain"]!));
        Assert.Equal(201, (int)told["event"]!["response"]!["status"]!);
        Assert.Equal(["log begin { a: 1 }", "warn late", "log behind"], told["logs"]!.AsArray().Select(l => $"{l!["level"]} {l["message"]![0]}"));
        Assert.Empty(told["exceptions"]!.AsArray());
        Assert.True((long)told["pureedge"]!["fuel"]! > 0);
    }

    [Fact]
    public async Task What_a_worker_throws_and_which_limit_ended_it_is_told()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", Talker, ",\"limits\":{\"cpu_ms\":5}");
        using var tail = await ConnectAsync(api);
        using var thrown = await server.GetAsHostAsync("w.localhost", "/throw");
        var first = await ReceiveAsync(tail);
        Assert.Equal(("exception", "TypeError", "no way"), ((string)first["outcome"]!, (string)first["exceptions"]![0]!["name"]!, (string)first["exceptions"]![0]!["message"]!));
        using var looped = await server.GetAsHostAsync("w.localhost", "/loop");
        var second = await ReceiveAsync(tail);
        Assert.Equal(("exceededCpu", "ExceededCpu"), ((string)second["outcome"]!, (string)second["exceptions"]![0]!["name"]!));
        var limit = second["pureedge"]!["limit"]!;
        Assert.Equal(("Cpu", "fuel"), ((string)limit["kind"]!, (string)limit["unit"]!));
        Assert.True((long)limit["consumed"]! >= (long)limit["allowed"]! && (long)limit["allowed"]! > 0);
        Assert.StartsWith("index.js:1:", (string)limit["location"]!, StringComparison.Ordinal);
        var explanation = (string)limit["explanation"]!;
        Assert.Contains($"Consumed {limit["consumed"]} of {limit["allowed"]} fuel at {limit["location"]}: ", explanation, StringComparison.Ordinal);
        Assert.EndsWith("To allow more, set 'limits.cpu_ms' in the worker's configuration, up to 300000 ms, and deploy it.", explanation, StringComparison.Ordinal);
        var hottest = limit["functions"]![0]!;
        Assert.Equal("fetch", (string)hottest["name"]!);
        Assert.Contains($" Most fuel went to fetch ({hottest["place"]}) 100 %. ", explanation, StringComparison.Ordinal);
        Assert.Equal(explanation, (string)second["exceptions"]![0]!["message"]!);
    }

    [Fact]
    public async Task Lines_are_told_with_the_event_that_wrote_them_while_several_go_on_in_one_isolate()
    {
        var arrived = new TaskCompletionSource();
        var released = new TaskCompletionSource();
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            arrived.SetResult();
            await released.Task.WaitAsync(context.RequestAborted);
        });
        await using var server = await TestServer.StartAsync(_ => [], o => (o.AllowPrivateNetwork, o.Slots) = (true, 1));
        using var api = new ApiClient(server);
        await api.PutAsync("w", "export default { async fetch(request) { const name = new URL(request.url).pathname; console.log(name, 'begins'); if (name === '/slow') await fetch('" + upstream.Url + "'); console.log(name, 'ends'); return new Response(); } };");
        using var tail = await ConnectAsync(api);
        var slow = server.GetAsHostAsync("w.localhost", "/slow");
        await arrived.Task;
        using var quick = await server.GetAsHostAsync("w.localhost", "/quick");
        var first = await ReceiveAsync(tail);
        released.SetResult();
        using var answered = await slow;
        var second = await ReceiveAsync(tail);
        Assert.Equal(["/quick begins", "/quick ends"], first["logs"]!.AsArray().Select(l => (string)l!["message"]![0]!));
        Assert.Equal(["/slow begins", "/slow ends"], second["logs"]!.AsArray().Select(l => (string)l!["message"]![0]!));
        Assert.Equal(quick.Headers.GetValues("PureEdge-Request-Id").Single(), (string)first["pureedge"]!["requestId"]!);
        Assert.Equal(answered.Headers.GetValues("PureEdge-Request-Id").Single(), (string)second["pureedge"]!["requestId"]!);
    }

    [Theory]
    [InlineData("""[{"outcome":["exception"]}]""", "/throw")]
    [InlineData("""[{"method":["GET"]},{"query":"no way"}]""", "/throw")]
    [InlineData("""[{"header":{"key":"x-a","query":"B"}}]""", "/header")]
    [InlineData("""[{"client_ip":["self"]},{"outcome":["exception"]}]""", "/throw")]
    public async Task Only_events_that_pass_every_filter_are_told(string filters, string expected)
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", Talker);
        using var tail = await ConnectAsync(api, filters);
        foreach (var path in new[] { "/plain", "/throw", "/header" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = "w.localhost";
            if (path == "/header")
            {
                request.Headers.Add("X-A", "abc");
            }

            using var answer = await server.Client.SendAsync(request);
        }

        Assert.EndsWith(expected, (string)(await ReceiveAsync(tail))["event"]!["request"]!["url"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"filters":[{"magic":1}]}""", "'magic' is no filter")]
    [InlineData("""{"filters":[{"sampling_rate":2}]}""", "JSON")]
    [InlineData("""{"filters":[{"outcome":"ok"}]}""", "JSON")]
    [InlineData("""{"filters":[7]}""", "JSON")]
    [InlineData("""{"filters":[{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}]}""", "at most 20")]
    public async Task What_is_no_filter_is_refused(string body, string expected)
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", Talker);
        var (status, _, message) = await api.RefusedAsync("POST", "workers/scripts/w/tails", JsonNode.Parse(body));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_a_tail_is_its_secret_and_one_connection_has_it_until_it_is_deleted()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        Assert.Equal(10007, (await api.RefusedAsync("POST", "workers/scripts/w/tails")).Code);
        await api.PutAsync("w", Talker);
        var begun = await api.SendAsync("POST", "workers/scripts/w/tails", new JsonObject { ["filters"] = new JsonArray() });
        var url = (string)begun!["url"]!;
        using var wrong = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(() => wrong.ConnectAsync(new Uri(url[..^1] + (url[^1] == '0' ? '1' : '0')), CancellationToken.None));
        using var first = await ConnectAsync(new Uri(url));
        Assert.Equal("trace-v1", first.SubProtocol);
        using var second = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(() => second.ConnectAsync(new Uri(url), CancellationToken.None));
        Assert.Equal(HttpStatusCode.NotFound, (await api.RefusedAsync("DELETE", $"workers/scripts/other/tails/{begun["id"]}")).Status);
        await api.SendAsync("DELETE", $"workers/scripts/w/tails/{begun["id"]}");
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var closed = await first.ReceiveAsync(new byte[100], late.Token);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.NormalClosure), (closed.MessageType, closed.CloseStatus!.Value));
        for (var i = 0; i < TailHub.MostOfWorker; i++)
        {
            await api.SendAsync("POST", "workers/scripts/w/tails");
        }

        Assert.Contains("at most 10", (await api.RefusedAsync("POST", "workers/scripts/w/tails")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_that_are_not_masked_are_taken_pings_answered_and_large_ones_end_it()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", Talker);
        var url = new Uri((string)(await api.SendAsync("POST", "workers/scripts/w/tails"))!["url"]!);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port, late.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: trace-v1\r\n\r\n"), late.Token);
        var head = new List<byte>();
        var one = new byte[1];
        while (!Encoding.ASCII.GetString([.. head]).EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, late.Token);
            head.Add(one[0]);
        }

        Assert.StartsWith("HTTP/1.1 101 ", Encoding.ASCII.GetString([.. head]), StringComparison.Ordinal);
        byte[] hello = [0x81, 15, .. "{\"debug\":false}"u8];
        byte[] ping = [0x89, 0x84, 1, 2, 3, 4, (byte)'p' ^ 1, (byte)'i' ^ 2, (byte)'n' ^ 3, (byte)'g' ^ 4];
        await stream.WriteAsync(hello, late.Token);
        await stream.WriteAsync(ping, late.Token);
        var pong = new byte[6];
        await stream.ReadExactlyAsync(pong, late.Token);
        Assert.Equal([0x8A, 4, .. "ping"u8], pong);
        byte[] huge = [0x82, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        await stream.WriteAsync(huge, late.Token);
        var close = new byte[4];
        await stream.ReadExactlyAsync(close, late.Token);
        Assert.Equal([0x88, 2, 1009 >> 8, 1009 & 255], close);
    }

    [Fact]
    public async Task Who_reads_slowly_misses_events_and_is_told_so()
    {
        var session = new TailSession("id", "secret", "w", TailFilter.From(null, null), DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1));
        for (var i = 0; i < 10_000; i++)
        {
            session.Send(new byte[1000]);
        }

        var overload = await session.NextAsync(DateTimeOffset.UnixEpoch, CancellationToken.None);
        Assert.Equal("overload", (string)JsonNode.Parse(overload)!["event"]!["type"]!);
        var kept = 0;
        using var none = new CancellationTokenSource();
        for (; kept < 256; kept++)
        {
            Assert.Equal(1000, (await session.NextAsync(DateTimeOffset.UnixEpoch, CancellationToken.None)).Length);
        }

        var further = session.NextAsync(DateTimeOffset.UnixEpoch, none.Token).AsTask();
        Assert.False(further.IsCompleted, "more waited than may");
        await none.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => further);
    }

    internal static async Task<ClientWebSocket> ConnectAsync(ApiClient api, string filters = "[]") =>
        await ConnectAsync(new Uri((string)(await api.SendAsync("POST", "workers/scripts/w/tails", new JsonObject { ["filters"] = JsonNode.Parse(filters) }))!["url"]!));

    private static async Task<ClientWebSocket> ConnectAsync(Uri url)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("trace-v1");
        await socket.ConnectAsync(url, late.Token);
        return socket;
    }

    internal static async Task<JsonNode> ReceiveAsync(ClientWebSocket socket)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        WebSocketReceiveResult result;
        do
        {
            result = await socket.ReceiveAsync(buffer, late.Token);
            message.Write(buffer, 0, result.Count);
        }
        while (!result.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!;
    }
}
