using System.Net.Sockets;
using System.Text;
using FsCheck.Xunit;

namespace PureEdge.AspNetCore.Tests.Pipeline;

public sealed class BadInputTests
{
    private const string Worker = """
        export default {
          async fetch(request) {
            return new Response(`${new URL(request.url).host} ${(await request.text()).length}`);
          },
        };
        """;

    [Theory]
    [InlineData("GARBAGE\r\n\r\n", " 400 ")]
    [InlineData("GET / HTTP/9.9\r\n\r\n", " 505 ")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", " 400 ")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", " 400 ")]
    [InlineData("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", " 400 ")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nbad header: x\r\n\r\n", " 400 ")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", " 400 ")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", " 400 ")]
    [InlineData("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", " 400 ")]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", " 400 ")]
    public async Task Malformed_HTTP_is_refused_and_the_server_goes_on(string request, string status)
    {
        await using var server = await TestServer.StartAsync(Worker);
        var answer = await RawHttp.SendAsync(server.Address, request);
        Assert.Contains(status, answer.Split('\n')[0], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
        Assert.Contains(" 0", await server.Client.GetStringAsync("/"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.0\r\n\r\n")]
    [InlineData("GET http://other.example/x HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n")]
    [InlineData("GET //double/slash HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /%zz?a=%%% HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")]
    public async Task Unusual_HTTP_is_answered(string request)
    {
        await using var server = await TestServer.StartAsync(Worker);
        Assert.StartsWith("HTTP/1.1 200 ", await RawHttp.SendAsync(server.Address, request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_chunked_body_is_the_clients_fault_and_nobody_elses()
    {
        await using var server = await TestServer.StartAsync(Worker);
        var answer = await RawHttp.SendAsync(
            server.Address, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n");
        Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(" 200 ", answer, StringComparison.Ordinal);
        Assert.Contains(" 0", await server.Client.GetStringAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_of_100_MB_is_refused_after_its_first_kilobytes()
    {
        await using var server = await TestServer.StartAsync(Worker);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port, late.Token);
        var stream = client.GetStream();
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: a\r\nX-Large: "u8.ToArray(), late.Token);
        var chunk = Encoding.ASCII.GetBytes(new string('x', 64 << 10));
        var sent = 0L;
        try
        {
            for (; sent < 100 << 20; sent += chunk.Length)
            {
                await stream.WriteAsync(chunk, late.Token);
            }
        }
        catch (IOException)
        {
            // Refused and closed while we were writing.
        }

        Assert.InRange(sent, 0, 16 << 20);
        Assert.Contains(" 0", await server.Client.GetStringAsync("/"), StringComparison.Ordinal);
    }

    [Property(MaxTest = 50)]
    public async Task Whatever_bytes_a_client_sends_the_server_goes_on(byte[] junk)
    {
        var server = await SharedServer.Value;
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(server.Address.Host, server.Address.Port, late.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(junk, late.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            try
            {
                await new StreamReader(stream, Encoding.Latin1).ReadToEndAsync(late.Token);
            }
            catch (IOException)
            {
                // A reset is an answer too.
            }
        }

        Assert.Contains(" 0", await server.Client.GetStringAsync("/"), StringComparison.Ordinal);
    }

    // One server for all junk; it ends with the test host.
    private static readonly Lazy<Task<TestServer>> SharedServer = new(() => TestServer.StartAsync(Worker));
}
