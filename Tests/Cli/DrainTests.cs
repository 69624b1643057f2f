using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PureEdge.Cli.Tests;

public sealed class DrainTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    [SkippableFact]
    public async Task A_request_that_has_begun_is_answered_after_SIGTERM_and_then_the_server_ends_with_status_0()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var upstream = new TcpListener(IPAddress.Loopback, 0);
        upstream.Start();
        _folder.Write("worker.js", $"export default {{ fetch() {{ return fetch('http://127.0.0.1:{((IPEndPoint)upstream.LocalEndpoint).Port}/'); }} }};");
        var (server, address) = await PureEdgeCommand.ServeAsync(_folder.FullName, "serve", "worker.js", "--allow-private-network");
        await using (server)
        {
            await PureEdgeCommand.WaitForLogAsync(server, "admin http");
            var admin = new Uri(server.Log.Split('\n').Single(line => line.StartsWith("admin ", StringComparison.Ordinal))["admin ".Length..].Trim());
            using var client = new HttpClient();
            Assert.Equal("ready\n", await client.GetStringAsync(new Uri(admin, "/ready")));
            var answer = client.GetStringAsync(address);
            using var arrived = await upstream.AcceptTcpClientAsync();

            await server.TerminateAsync();
            using var late = new CancellationTokenSource(Patience);
            using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            HttpStatusCode status;
            do
            {
                await look.WaitForNextTickAsync(late.Token);
                using var ready = await client.GetAsync(new Uri(admin, "/ready"), late.Token);
                status = ready.StatusCode;
            }
            while (status == HttpStatusCode.OK);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.False(answer.IsCompleted);

            await arrived.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone"));
            Assert.Equal("done", await answer);
            Assert.Equal(0, await server.WaitForExitAsync(Patience));
        }
    }

    public void Dispose() => _folder.Dispose();
}
