using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PureEdge.AspNetCore.Dashboard;
using PureEdge.AspNetCore.Deploy;
using PureEdge.AspNetCore.Observability.Usage;
using PureEdge.Engine;
using PureEdge.Limits;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Tests.Dashboard;

/// <summary>Previews alone: what they leave behind, and how many there are.</summary>
public sealed class PreviewRunnerTests : IOutboundFetcher, IWorkerObserver, IQuarantine, IAsyncLifetime
{
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly TaskCompletionSource<WorkerResponse> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private UsageLedger? _usage;

    private PreviewRunner Runner => field ??= new(_services, this, this, this, _usage!, TimeProvider.System);

    public async Task InitializeAsync() =>
        _usage = new(await EdgeStore.OpenAsync(new() { DataDirectory = EdgeStore.InMemory }), TimeProvider.System, NullLogger<UsageLedger>.Instance);

    public async Task DisposeAsync() => await _usage!.DisposeAsync();

    // Each asks for something that does not come once it is where it shall be ended; a stream's second pull comes when its first chunk has been read.
    [Theory]
    [InlineData("fetch('http://example.com/').catch(() => {}); await new Promise(done => setTimeout(done, 3600000));", "The client left before the worker answered.", false)]
    [InlineData("return new Response(new ReadableStream({ async pull(c) { if (this.again) await fetch('http://example.com/'); this.again = true; c.enqueue(new Uint8Array(1)); } }));", null, true)]
    [InlineData("return new Response(new ReadableStream({ pull(c) { if (this.again) { ctx.waitUntil(fetch('http://example.com/')); c.close(); } else c.enqueue(new Uint8Array(1)); this.again = true; } }));", null, true)]
    public async Task What_does_not_end_is_ended_and_its_place_is_free_again(string handler, string? message, bool isUnfinished)
    {
        for (var i = 0; i <= PreviewRunner.MostAtOnce; i++)
        {
            _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
            using var client = new CancellationTokenSource();
            var running = RunAsync($"export default {{ async fetch(request, env, ctx) {{ {handler} }} }};", client.Token);
            await await Task.WhenAny(_asked.Task, running);
            await client.CancelAsync();
            var preview = await running;
            Assert.Equal((message, isUnfinished), (preview.Failure?.Message, preview.IsUnfinished));
        }
    }

    [Fact]
    public async Task Only_some_run_at_once()
    {
        const string Waits = "export default { async fetch() { return new Response(await (await fetch('http://example.com/')).text()); } };";
        var running = Enumerable.Range(0, PreviewRunner.MostAtOnce).Select(_ => RunAsync(Waits)).ToArray();
        await _asked.Task;
        var refused = await Assert.ThrowsAsync<DashboardException>(() => RunAsync(Waits));
        Assert.Equal(StatusCodes.Status429TooManyRequests, refused.Status);
        _answer.SetResult(new() { Status = 200, Bytes = "fetched"u8.ToArray() });
        foreach (var preview in await Task.WhenAll(running))
        {
            Assert.Equal("fetched", Encoding.UTF8.GetString(preview.Body));
            Assert.Equal(1, preview.Usage.Subrequests);
        }

        Assert.Equal("fetched", Encoding.UTF8.GetString((await RunAsync(Waits)).Body));
    }

    [Fact]
    public async Task What_cannot_be_parsed_takes_no_place()
    {
        for (var i = 0; i <= PreviewRunner.MostAtOnce; i++)
        {
            await Assert.ThrowsAsync<WorkerLoadException>(() => RunAsync("export default {"));
        }

        Assert.Equal(404, (await RunAsync("export default { fetch() { return new Response(null, { status: 404 }); } };")).Response?.Status);
    }

    [Fact]
    public async Task What_killed_the_process_is_not_tried_again()
    {
        var refused = await Assert.ThrowsAsync<WorkerLoadException>(() => RunAsync("export default {}; // it kills"));
        Assert.Equal(WorkerOutcome.Quarantined, refused.Failure.Outcome);
    }

    [Fact]
    public async Task Previews_share_nothing()
    {
        const string Counts = """
            let n = 0;
            export default { async fetch() {
              const found = await caches.default.match('http://x.example/');
              await caches.default.put('http://x.example/', new Response('kept', { headers: { 'Cache-Control': 'max-age=60' } }));
              return new Response(`${++n} ${await found?.text()}`);
            } };
            """;
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("1 undefined", Encoding.UTF8.GetString((await RunAsync(Counts)).Body));
        }
    }

    [Fact]
    public async Task A_log_is_cut()
    {
        var preview = await RunAsync("export default { fetch() { for (let i = 0; i < 300; i++) console.log(i === 0 ? 'x'.repeat(5000) : 'y'); return new Response(); } };");
        Assert.Equal(200, preview.Lines.Count);
        Assert.Equal(4003, preview.Lines[0].Text.Length);
    }

    Task<WorkerResponse> IOutboundFetcher.FetchAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        return _answer.Task.WaitAsync(cancellationToken);
    }

    WorkerFailure? IQuarantine.Find(WorkerDefinition definition) =>
        Encoding.UTF8.GetString(definition.Bundle.Main.Content.Span).Contains("kills", StringComparison.Ordinal) ? new(WorkerOutcome.Quarantined, "It killed the process.") : null;

    void IQuarantine.Release(WorkerDefinition definition) => throw new InvalidOperationException("A preview releases nothing.");

    void IWorkerObserver.OnLog(WorkerLogEntry entry) => throw new InvalidOperationException("A preview is in no log.");

    void IWorkerObserver.OnCompleted(string worker, WorkerFailure? failure, UsageReport usage) => throw new InvalidOperationException("A preview is told to no observer.");

    void IWorkerObserver.OnThreadLost(string worker, int lostThreads)
    {
    }

    void IWorkerObserver.OnFault(string worker, Exception exception) => throw new InvalidOperationException("It must not fail.", exception);

    private Task<Preview> RunAsync(string source, CancellationToken client = default) => Runner.RunAsync(
        new() { Name = PreviewRunner.Name, Bundle = WorkerBundle.FromSource(source) }, new() { Method = "GET", Url = "http://preview.localhost/" }, PreviewRunner.Name, client);
}
