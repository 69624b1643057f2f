using Microsoft.Extensions.Time.Testing;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Isolates;

/// <summary>A host call that really does not return, on a thread that nothing can interrupt.</summary>
public sealed class WatchdogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_turn_that_hangs_in_a_call_loses_its_slot_and_its_worker_is_not_run_again()
    {
        var time = new FakeTimeProvider();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gate = new ManualResetEventSlim();
        using var test = new TestWorker(
            "export default { fetch(request) { if (request.url.endsWith('/hang')) console.log('x'); return new Response('ok'); } }",
            ExecutionLimits.Default with { TurnMilliseconds = 1_000 },
            new() { Slots = 1, WatchdogTime = time });
        test.Logged = _ =>
        {
            entered.SetResult();
            gate.Wait(Patience);
        };
        var neighbour = test.Runtime.Load(TestWorker.Define("export default { fetch() { return new Response('neighbour'); } }", name: "neighbour"));
        var request = new WorkerRequest { Method = "GET", Url = "http://a.example/" };
        Assert.Equal("ok", await test.TextAsync());
        // From a thread on which no turn may run: on one of the pool the caller itself would hang, until the thread comes back.
        var hanging = Task.Factory.StartNew(() => test.FetchAsync("/hang"), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        await entered.Task.WaitAsync(Patience);
        var waiting = neighbour.FetchAsync(request).AsTask();
        var queued = test.FetchAsync();

        // Hung for as many looks as are allowed; then one more.
        Look(1 + Watchdog.MarginLooks);
        Assert.False(hanging.IsCompleted || waiting.IsCompleted);
        Look(2);
        Assert.Equal(WorkerOutcome.ExceededWall, (await hanging.WaitAsync(Patience)).Failure?.Outcome);
        Assert.Equal("neighbour", await TestWorker.TextOf(await waiting.WaitAsync(Patience)));
        Assert.Equal(WorkerOutcome.Quarantined, (await queued.WaitAsync(Patience)).Failure?.Outcome);
        Assert.Equal(WorkerOutcome.Quarantined, (await test.FailureAsync()).Outcome);
        Assert.Equal(1, test.LostThreads);

        // The thread comes back after all: it finds that it has no slot, and others go on.
        gate.Set();
        for (var i = 0; i < 10; i++)
        {
            Assert.NotNull((await neighbour.FetchAsync(request).AsTask().WaitAsync(Patience)).Response);
        }

        Assert.InRange(test.Runtime.Turns.Running, 0, 1);

        void Look(int times)
        {
            for (var look = 0; look < times; look++)
            {
                time.Advance(TimeSpan.FromSeconds(1));
            }
        }
    }

    [Fact]
    public async Task A_fault_of_the_interpreter_at_the_top_level_ends_the_deployment()
    {
        // An OverflowException inside Intl.Collator, if it still is one; whatever it is, the start must end.
        using var test = new TestWorker("new Intl.Collator('de', { numeric: true }).compare('9'.repeat(1e6), '9'.repeat(1e6) + '1'); export default { fetch() {} };");
        Assert.NotNull(await test.Worker.StartAsync().WaitAsync(Patience));
    }
}
