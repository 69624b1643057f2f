using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Tests.Api;

namespace PureEdge.AspNetCore.Tests.Deploy;

/// <summary>Workers that are told what others do.</summary>
public sealed class TailWorkerTests
{
    private const string Consumer = """
        let seen = [];
        export default {
          fetch() { return new Response(JSON.stringify(seen)); },
          tail(events) { for (const e of events) seen.push([e.scriptName, e.outcome, e.event.request.method, e.logs[0].message[0], e.exceptions.map(x => x.message).join()]); },
        };
        """;

    private const string Consumers = ",\"tail_consumers\":[{\"service\":\"consumer\"}]";

    [Fact]
    public async Task It_is_told_each_event_with_its_lines_and_its_outcome()
    {
        // What it has seen is in one isolate: with more slots a second one may begin.
        await using var server = await TestServer.StartAsync(_ => [], o => o.Slots = 1);
        using var api = new ApiClient(server);
        await api.PutAsync("consumer", Consumer);
        await api.PutAsync("w", "export default { fetch(r) { console.log('line'); if (r.url.endsWith('boom')) throw new Error('bad'); return new Response(); } };", Consumers);
        await UploadTests.AskAsync(server, "w");
        await UploadTests.AskAsync(server, "w", "/boom");
        var seen = await SeenAsync(server, 2);
        Assert.Equal("""[["w","ok","GET","line",""],["w","exception","GET","line","bad"]]""", seen);

        await api.SendAsync("PATCH", "workers/scripts/w/script-settings", new JsonObject { ["tail_consumers"] = new JsonArray() });
        await UploadTests.AskAsync(server, "w");
        Assert.Equal(seen, await UploadTests.AskAsync(server, "consumer"));
    }

    [Fact]
    public async Task A_worker_may_have_a_tail_handler_alone_and_one_that_fails_disturbs_nobody()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("consumer", "export default { tail() { throw new Error('tail'); } };");
        await api.PutAsync("w", "export default { fetch() { return new Response('fine'); } };", Consumers);
        Assert.Equal("fine", await UploadTests.AskAsync(server, "w"));
        await api.SendAsync("DELETE", "workers/services/consumer");
        Assert.Equal("fine", await UploadTests.AskAsync(server, "w"));
    }

    [Theory]
    [InlineData("nobody", "names the worker 'nobody', which is not there")]
    [InlineData("w", "cannot be its own tail worker")]
    public async Task Tail_workers_that_cannot_be_are_refused(string consumer, string expected)
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", "export default { fetch() {} };");
        var (_, _, message) = await api.PutRefusedAsync(
            "w", $$"""{"main_module":"index.js","tail_consumers":[{"service":"{{consumer}}"}]}""", ("index.js", "application/javascript+module", "export default { fetch() {} };"));
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    // It is told after the answer has gone.
    private static async Task<string> SeenAsync(TestServer server, int count)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var seen = await UploadTests.AskAsync(server, "consumer");
            if (JsonNode.Parse(seen)!.AsArray().Count >= count)
            {
                return seen;
            }

            late.Token.ThrowIfCancellationRequested();
        }
    }
}
