using System.Collections.Concurrent;
using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Isolates;

public sealed class SlotSchedulerTests
{
    private const string Source = """
        const deep = n => n > 0 ? deep(n - 1) + 1 : work();
        const work = () => { console.log('deep'); for (let i = 0; i < 100000; i++); console.log('done'); return 0; };
        export default { fetch(request) {
          if (request.url.endsWith('/endless')) for (;;);
          if (request.url.endsWith('/deep')) deep(300);
          if (request.url.endsWith('/flat')) work();
          if (request.url.endsWith('/other')) console.log('other');
          return new Response();
        } };
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Two slots, of which suspects share one. More waits for it than the other request, which need not come at the end of the first slice.
    [Theory]
    [InlineData("/deep", new[] { "deep", "done", "other" })]
    [InlineData("/flat", new[] { "deep", "other", "done" })]
    public async Task Only_with_a_deep_stack_a_suspect_does_not_park_for_another(string path, string[] order)
    {
        var limits = ExecutionLimits.Default with { CpuMilliseconds = 100 };
        using var test = new TestWorker(Source, limits, new() { Slots = 2 });
        var other = test.Runtime.Load(TestWorker.Define(Source, limits, "other"));
        Assert.Equal(WorkerOutcome.ExceededCpu, (await test.FailureAsync("/endless")).Outcome);
        Assert.Equal(WorkerOutcome.ExceededCpu, (await FetchAsync("/endless")).Failure?.Outcome);

        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var isWaitedFor = new ManualResetEventSlim();
        var logged = new ConcurrentQueue<string>();
        test.Logged = text =>
        {
            logged.Enqueue(text);
            if (text == "deep")
            {
                begun.SetResult();
                isWaitedFor.Wait(Patience);
            }
        };
        // On a thread of its own, for it may run there.
        var first = Task.Factory.StartNew(() => test.FetchAsync(path), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        await begun.Task.WaitAsync(Patience);
        var second = FetchAsync("/other");
        isWaitedFor.Set();
        Assert.NotNull((await first.WaitAsync(Patience)).Response);
        Assert.NotNull((await second.WaitAsync(Patience)).Response);
        Assert.Equal(order, logged, StringComparer.Ordinal);

        Task<FetchResult> FetchAsync(string otherPath) => other.FetchAsync(new() { Method = "GET", Url = $"http://a.example{otherPath}" }).AsTask();
    }
}
