namespace PureEdge.Cli.Tests;

public sealed class ServeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Without_a_verb_the_samples_answer()
    {
        var (process, address) = await PureEdgeCommand.ServeAsync(_folder.FullName);
        await using var _ = process;
        using HttpClient client = new() { BaseAddress = address };
        Assert.Equal("Hello from /world\n", await AskAsync("hello.localhost", "/world"));
        Assert.Equal("""{"count":1}""", await AskAsync("counter.localhost", "/"));
        Assert.Equal("""{"count":2}""", await AskAsync("counter.localhost", "/"));
        Assert.Contains("exceeded its CPU limit", await AskAsync("endless.localhost", "/"), StringComparison.Ordinal);
        Assert.Equal("line 1\nline 2\nline 3\nline 4\nline 5\n", await AskAsync("stream.localhost", "/"));
        await PureEdgeCommand.WaitForLogAsync(process, "Try next:");

        async Task<string> AskAsync(string host, string path)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            request.Headers.Host = host;
            using HttpResponseMessage response = await client.SendAsync(request);
            return await response.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task The_log_has_the_stack_and_the_late_failures_and_no_colour()
    {
        _folder.Write("worker.js", """
            export default {
              fetch(request, env, ctx) {
                if (request.url.endsWith("/throw")) throw new Error("boom");
                ctx.waitUntil(scheduler.wait(1).then(() => { for (;;) {} }));
                console.log("a line of the worker's \x1b[31m\r\x07");
                return new Response("ok");
              },
            };
            """);
        var (process, address) = await PureEdgeCommand.ServeAsync(_folder.FullName, "serve", "worker.js");
        await using var _ = process;
        using HttpClient client = new() { BaseAddress = address };
        using HttpResponseMessage thrown = await client.GetAsync("/throw");
        Assert.DoesNotContain("boom", await thrown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("ok", await client.GetStringAsync("/"));
        foreach (string expected in new[] { "Error: boom", "worker.js:3:", "a line of the worker's", "exceededCpu after the answer: The CPU limit was exceeded", thrown.Headers.GetValues("PureEdge-Request-Id").Single() })
        {
            await PureEdgeCommand.WaitForLogAsync(process, expected);
        }

        Assert.DoesNotContain("\e[", process.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_of_an_application_in_the_folder_are_none_of_ours()
    {
        _folder.Write("worker.js", "export default { fetch() { return new Response('ok'); } };");
        _folder.Write("appsettings.json", """{"Kestrel":{"Endpoints":{"Http":{"Url":"http://127.0.0.1:1"}}},"AllowedHosts":"nowhere","Urls":"http://127.0.0.1:1"}""");
        var (process, address) = await PureEdgeCommand.ServeAsync(_folder.FullName, "serve", "worker.js");
        await using var _ = process;
        using HttpClient client = new() { BaseAddress = address };
        Assert.Equal("ok", await client.GetStringAsync("/"));
    }

    public void Dispose() => _folder.Dispose();
}
