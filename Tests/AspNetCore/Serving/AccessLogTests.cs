using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PureEdge.AspNetCore.Serving;

namespace PureEdge.AspNetCore.Tests.Serving;

/// <summary>A line for each request.</summary>
public sealed class AccessLogTests
{
    [Fact]
    public async Task Each_request_has_a_line_that_is_one_line_whatever_the_client_sends()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.FullName, "access.log");
        await using (var server = await PureEdgeServer.StartAsync(new()
        {
            Paths = [folder.Write("hello.js", "export default { fetch(r) { if (r.url.endsWith('boom')) throw new Error('x'); return new Response('12345'); } };")],
            Urls = ["http://127.0.0.1:0"], AdminUrls = ["http://127.0.0.1:0"], DataDirectory = ":memory:", AccessLog = path,
        }))
        {
            var address = new Uri(server.Addresses.First());
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.Latin1.GetBytes("GET /a?q=\"1\" HTTP/1.1\r\nHost: hello.localhost\r\nUser-Agent: ua \"x\\ \u00fc\r\nReferer: r\r\n\r\nGET /boom HTTP/1.1\r\nHost: hello.localhost\r\nConnection: close\r\n\r\n"));
            using var reader = new StreamReader(stream);
            await reader.ReadToEndAsync();
        }

        var lines = (await File.ReadAllTextAsync(path)).Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Matches(@"^127\.0\.0\.1 - - \[\d\d/[A-Z][a-z][a-z]/\d{4}:\d\d:\d\d:\d\d \+0000\] ""GET /a\?q=\\x221\\x22 HTTP/1\.1"" 200 5 ""r"" ""ua \\x22x\\x5C \\xFC"" ""hello\.localhost"" hello \d+\.\d{3} ok \S+$", lines[0]);
        Assert.Matches(@"""GET /boom HTTP/1\.1"" 500 \d+ ""-"" ""-"" ""hello\.localhost"" hello \d+\.\d{3} exception \S+$", lines[1]);
        Assert.Equal("", lines[2]);
    }

    [Fact]
    public async Task A_file_that_was_moved_away_is_begun_anew()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.FullName, "access.log");
        await using (var server = await PureEdgeServer.StartAsync(new()
        {
            Paths = [folder.Write("hello.js", "export default { fetch(r) { return new Response('x'); } };")],
            Urls = ["http://127.0.0.1:0"], AdminUrls = ["http://127.0.0.1:0"], DataDirectory = ":memory:", AccessLog = path,
        }))
        {
            using var client = new HttpClient { BaseAddress = new(server.Addresses.First()) };
            File.Move(path, path + ".1");
            await client.GetStringAsync("/after");
        }

        Assert.Contains("GET /after", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.Equal("", await File.ReadAllTextAsync(path + ".1"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_keeps_the_server_from_starting()
    {
        using var folder = new TemporaryFolder();
        var refused = await Assert.ThrowsAsync<PureEdgeException>(() => PureEdgeServer.StartAsync(new()
        {
            Urls = ["http://127.0.0.1:0"], AdminUrls = ["http://127.0.0.1:0"], DataDirectory = ":memory:", AccessLog = Path.Combine(folder.FullName, "none", "access.log"),
        }));
        Assert.Contains("The access log", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_it_cannot_be_written_lines_are_dropped_and_counted_and_then_it_goes_on()
    {
        using var folder = new TemporaryFolder();
        var logs = Path.Combine(folder.FullName, "logs");
        Directory.CreateDirectory(logs);
        var path = Path.Combine(logs, "access.log");
        var failed = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (var log = AccessLog.Open(path, TimeProvider.System, notice => failed.TrySetResult(notice)))
        {
            Directory.Delete(logs, recursive: true);
            await log.RunAsync(Request("/lost"), "w", static () => Task.CompletedTask);
            Assert.Contains("cannot be written", await failed.Task.WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
            Directory.CreateDirectory(logs);
            await log.RunAsync(Request("/kept"), "w", static () => Task.CompletedTask);
        }

        var lines = await File.ReadAllLinesAsync(path);
        Assert.StartsWith("# 1 lines were dropped", lines[0], StringComparison.Ordinal);
        Assert.Contains("GET /kept", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);
    }

    private static DefaultHttpContext Request(string target)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
        return context;
    }
}
