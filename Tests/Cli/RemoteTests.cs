using System.Net;
using System.Net.Sockets;

namespace PureEdge.Cli.Tests;

public sealed class RemoteTests : IDisposable
{
    private const string Token = "the-token-of-this-test";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_worker_is_deployed_listed_rolled_back_billed_and_deleted()
    {
        var (server, workers) = await PureEdgeCommand.ServeAsync(_folder.FullName, "serve", "--token", Token);
        await using (server)
        {
            var api = await ApiOf(server);
            _folder.Write("api/wrangler.jsonc", """{ "name": "api", "main": "index.js", "vars": { "WORD": "one", "LIST": [1] }, "triggers": { "crons": ["0 0 * * *"] }, "limits": { "cpu_ms": 7 }, "pureedge": { "isolation": "request" } }""");
            _folder.Write("api/index.js", "import word from './word.txt'; let n = 0; export default { fetch(r, env) { return new Response([env.WORD, env.LIST[0], word, ++n].join()); }, scheduled() {} };");
            _folder.Write("api/word.txt", "text");
            Assert.Contains("api: version ", await RunAsync(api, "deploy", "api", "--message", "the first"), StringComparison.Ordinal);
            // Each request has an isolate of its own, so that n is 1 again.
            Assert.Equal("one,1,text,1", await AskAsync(workers, "api"));
            Assert.Equal("one,1,text,1", await AskAsync(workers, "api"));
            _folder.Write("api/word.txt", "later");
            await RunAsync(api, "deploy", "api");
            Assert.Equal("one,1,later,1", await AskAsync(workers, "api"));
            Assert.Contains("api  ", await RunAsync(api, "list"), StringComparison.Ordinal);
            var versions = (await RunAsync(api, "versions", "api")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(3, versions.Length);
            Assert.Contains("100 %", versions[1], StringComparison.Ordinal);
            Assert.EndsWith("the first", versions[2].TrimEnd(), StringComparison.Ordinal);

            await RunAsync(api, "rollback", "api");
            Assert.Equal("one,1,text,1", await AskAsync(workers, "api"));
            await RunAsync(api, "rollback", "api", versions[1].Split("  ", StringSplitOptions.RemoveEmptyEntries)[1].Trim());
            Assert.Equal("one,1,later,1", await AskAsync(workers, "api"));

            var bill = (await RunAsync(api, "usage", "--csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal("hour,worker,requests,failures,fuel,cpu_ms,subrequests,egress_bytes", bill[0].Trim());
            Assert.Equal(5, bill.Skip(1).Sum(line => int.Parse(line.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture)));
            await RunAsync(api, "delete", "api");
            Assert.Contains("No worker is deployed yet", await RunAsync(api, "list"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Tail_prints_events_as_they_happen_and_why_a_limit_ended_one()
    {
        var (server, workers) = await PureEdgeCommand.ServeAsync(_folder.FullName, "serve", "--token", Token);
        await using (server)
        {
            var api = await ApiOf(server);
            _folder.Write("w.js", "export default { fetch(request) { console.log('hello', { a: 1 }); if (request.url.endsWith('/loop')) for (;;) {} return new Response('x'); } };");
            await RunAsync(api, "deploy", "w.js");
            await using var tail = await PureEdgeCommand.StartAsync(_folder.FullName, line => line.StartsWith("watching w", StringComparison.Ordinal), "tail", "w", "--api", api, "--token", Token);
            await AskAsync(workers, "w");
            await PureEdgeCommand.WaitForLogAsync(tail, "GET http://w.localhost/  ok 200");
            Assert.Contains("log  hello { a: 1 }", tail.Log, StringComparison.Ordinal);
            await AskAsync(workers, "w", "/loop");
            await PureEdgeCommand.WaitForLogAsync(tail, "To allow more, set 'limits.cpu_ms'");
            Assert.DoesNotContain("\e[", tail.Log, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_secret_is_read_from_standard_input_listed_by_name_and_deleted()
    {
        var (server, workers) = await PureEdgeCommand.ServeAsync(_folder.FullName, "serve", "--token", Token);
        await using (server)
        {
            var api = await ApiOf(server);
            _folder.Write("w.js", "export default { fetch(r, env) { return new Response(String(env.KEY)); } };");
            await RunAsync(api, "deploy", "w.js");
            var (status, output, errors) = await PureEdgeCommand.RunWithInputAsync(_folder.FullName, "s3cret value\n", "secret", "put", "w", "KEY", "--api", api, "--token", Token);
            Assert.True(status == 0, errors);
            Assert.DoesNotContain("s3cret", output + errors, StringComparison.Ordinal);
            Assert.Equal("s3cret value", await AskAsync(workers, "w"));
            var list = await RunAsync(api, "secret", "list", "w");
            Assert.Contains("KEY", list, StringComparison.Ordinal);
            Assert.DoesNotContain("s3cret", list, StringComparison.Ordinal);
            await RunAsync(api, "secret", "delete", "w", "KEY");
            Assert.Equal("undefined", await AskAsync(workers, "w"));
            await ExpectAsync(1, "empty", "secret", "put", "w", "KEY", "--api", api, "--token", Token);
        }
    }

    [Fact]
    public async Task A_token_is_made_used_and_ended()
    {
        var (server, _) = await PureEdgeCommand.ServeAsync(_folder.FullName, "serve", "--token", Token);
        await using (server)
        {
            var api = await ApiOf(server);
            var made = (await RunAsync(api, "token", "create", "ci", "--scope", "deploy", "--worker", "w")).Trim();
            Assert.Contains("ci    deploy  w", await RunAsync(api, "token", "list"), StringComparison.Ordinal);
            _folder.Write("w.js", "export default { fetch() {} };");
            var (status, _, errors) = await PureEdgeCommand.RunAsync(_folder.FullName, "deploy", "w.js", "--api", api, "--token", made);
            Assert.True(status == 0, errors);
            await ExpectAsync(1, "The token 'ci' is for the worker 'w' only", "deploy", "w.js", "--name", "other", "--api", api, "--token", made);
            await RunAsync(api, "token", "delete", "ci");
            await ExpectAsync(1, "refuses the token", "deploy", "w.js", "--api", api, "--token", made);
        }
    }

    [Fact]
    public async Task What_goes_wrong_is_said_and_the_exit_status_tells_whose_fault_it_is()
    {
        var (server, _) = await PureEdgeCommand.ServeAsync(_folder.FullName, "serve", "--token", Token);
        await using (server)
        {
            var api = await ApiOf(server);
            await ExpectAsync(1, "refuses the token", "list", "--api", api, "--token", "not-the-token-of-it");
            await ExpectAsync(1, "'nobody'", "versions", "nobody", "--api", api, "--token", Token);
            await ExpectAsync(1, "'gone.js' does not exist", "deploy", "gone.js", "--api", api, "--token", Token);
            _folder.Write("broken.js", "\nexport default { fetch( };");
            await ExpectAsync(1, "broken.js:2:", "deploy", "broken.js", "--api", api, "--token", Token);
            _folder.Write("eval/wrangler.jsonc", """{ "main": "index.js", "pureedge": { "unsafe_eval": true } }""");
            _folder.Write("eval/index.js", "export default { fetch() {} };");
            await ExpectAsync(1, "'pureedge.unsafe_eval'", "deploy", "eval", "--api", api, "--token", Token);
        }

        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await ExpectAsync(3, "No server answers at", "list", "--api", $"http://127.0.0.1:{port}", "--token", Token);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> ApiOf(ServerProcess server)
    {
        await PureEdgeCommand.WaitForLogAsync(server, "admin http");
        return server.Log.Split('\n').Single(line => line.StartsWith("admin ", StringComparison.Ordinal))["admin ".Length..].Trim();
    }

    private static async Task<string> AskAsync(Uri workers, string worker, string path = "/")
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(workers, path));
        request.Headers.Host = $"{worker}.localhost";
        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<string> RunAsync(string api, params string[] arguments)
    {
        var (status, output, errors) = await PureEdgeCommand.RunAsync(_folder.FullName, [.. arguments, "--api", api, "--token", Token]);
        Assert.True(status == 0, $"pureedge {string.Join(' ', arguments)} ended with status {status}: {errors}");
        return output;
    }

    private async Task ExpectAsync(int status, string expected, params string[] arguments)
    {
        var (actual, _, errors) = await PureEdgeCommand.RunAsync(_folder.FullName, arguments);
        Assert.True(actual == status, $"pureedge {string.Join(' ', arguments)} ended with status {actual}: {errors}");
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }
}
