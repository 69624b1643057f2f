using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace PureEdge.AspNetCore.Tests.Pipeline;

/// <summary>Upgrades through the server, and to the outside.</summary>
public sealed class WebSocketTests
{
    private const string Echo = """
        export default { fetch(request) {
          const { 0: client, 1: server } = new WebSocketPair();
          server.accept();
          server.addEventListener('message', (e) => server.send(`echo ${e.data}`));
          server.addEventListener('close', (e) => console.log(`close ${e.code} ${e.wasClean}`));
          return new Response(null, { status: 101, webSocket: client, headers: { 'X-Mine': 'yes', 'Sec-WebSocket-Protocol': 'chat' } });
        } };
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_client_talks_with_a_worker()
    {
        await using var server = await TestServer.StartAsync(Echo);
        using var client = new ClientWebSocket();
        client.Options.AddSubProtocol("chat");
        client.Options.CollectHttpResponseDetails = true;
        await client.ConnectAsync(SocketUrl(server.Address), CancellationToken.None);
        Assert.Equal("chat", client.SubProtocol);
        Assert.Equal("yes", client.HttpResponseHeaders!["X-Mine"].Single());
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal($"echo {i}", await AskAsync(client, $"{i}"));
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "", new CancellationTokenSource(Patience).Token);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
        Assert.True(SpinWait.SpinUntil(() => server.Log.Contains("close 1000 true", StringComparison.Ordinal), Patience));
    }

    [Fact]
    public async Task A_client_that_leaves_closes_the_workers_end()
    {
        await using var server = await TestServer.StartAsync(Echo);
        using (var client = new ClientWebSocket())
        {
            client.Options.AddSubProtocol("chat");
            await client.ConnectAsync(SocketUrl(server.Address), CancellationToken.None);
            Assert.Equal("echo x", await AskAsync(client, "x"));
            client.Abort();
        }

        Assert.True(SpinWait.SpinUntil(() => server.Log.Contains("close 1006 false", StringComparison.Ordinal), Patience));
    }

    [Fact]
    public async Task A_request_that_asked_for_no_socket_gets_an_error()
    {
        await using var server = await TestServer.StartAsync(Echo);
        using var response = await server.Client.GetAsync("/");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.False(response.Headers.Contains("X-Mine"));
    }

    [Theory]
    [InlineData("Sec-WebSocket-Key: short\r\nSec-WebSocket-Version: 13")]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 8")]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13")]
    public async Task A_handshake_that_is_wrong_is_refused(string headers)
    {
        await using var server = await TestServer.StartAsync(Echo);
        var answer = await RawHttp.SendAsync(server.Address, $"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n{headers}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 500", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_opens_sockets_to_the_outside_and_passes_them_on()
    {
        await using var inner = await TestServer.StartAsync(Echo);
        await using var outer = await TestServer.StartAsync(
            $$"""
            const inner = '{{inner.Address}}';
            export default { async fetch(request) {
              const path = new URL(request.url).pathname;
              if (path === '/pass') return fetch(inner, request);
              if (path === '/plain') { const r = await fetch(inner + 'x', { headers: { Upgrade: 'websocket' }, method: 'POST' }); return new Response(`${r.status} ${r.webSocket}`); }
              const ws = path === '/new' ? new WebSocket(inner.replace('http', 'ws'), 'chat') : (await fetch(inner, { headers: { Upgrade: 'websocket' } })).webSocket;
              const got = new Promise((resolve, reject) => { ws.addEventListener('message', (e) => resolve(e.data)); ws.addEventListener('close', (e) => reject(new Error('closed'))); });
              if (path === '/new') await new Promise((resolve) => ws.addEventListener('open', resolve)); else ws.accept();
              ws.send('out');
              return new Response(await got);
            } };
            """,
            static options => options.AllowPrivateNetwork = true);
        Assert.Equal("echo out", await outer.Client.GetStringAsync("/new"));
        Assert.Equal("echo out", await outer.Client.GetStringAsync("/fetch"));
        Assert.Equal("500 null", await outer.Client.GetStringAsync("/plain"));
        using var client = new ClientWebSocket();
        client.Options.AddSubProtocol("chat");
        await client.ConnectAsync(new Uri(SocketUrl(outer.Address), "/pass"), CancellationToken.None);
        Assert.Equal("echo through", await AskAsync(client, "through"));
    }

    [Fact]
    public async Task Private_addresses_are_refused_for_sockets_too()
    {
        await using var inner = await TestServer.StartAsync(Echo);
        await using var outer = await TestServer.StartAsync($$"""
            export default { async fetch() {
              const ws = new WebSocket('{{inner.Address}}');
              const code = await new Promise((resolve) => { ws.onclose = (e) => resolve(e.code); });
              const error = await fetch('{{inner.Address}}', { headers: { Upgrade: 'websocket' } }).catch((e) => e.message);
              return new Response(`${code} ${error}`);
            } };
            """);
        var text = await outer.Client.GetStringAsync("/");
        Assert.StartsWith("1006 fetch failed", text, StringComparison.Ordinal);
        Assert.Contains("private, loopback", text, StringComparison.Ordinal);
    }

    private static Uri SocketUrl(Uri address) => new UriBuilder(address) { Scheme = "ws" }.Uri;

    private static async Task<string> AskAsync(ClientWebSocket client, string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        await client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, patience.Token);
        var buffer = new byte[1024];
        var received = await client.ReceiveAsync(buffer.AsMemory(), patience.Token);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}
