using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Isolates;

public class MailboxTests
{
    [Fact]
    public async Task A_full_mailbox_refuses_further_events_and_those_in_it_are_answered()
    {
        using var test = new TestWorker(
            "export default { fetch(request) { if (request.url.endsWith('/first')) console.log('begun'); return new Response('ok'); }, scheduled() {} }",
            ExecutionLimits.Default with { QueuedEvents = 3 },
            new() { Slots = 1 });
        // From inside the turn of the first, so that nothing is taken out meanwhile.
        var waiting = new List<Task<FetchResult>>();
        Task<WorkerFailure?>? scheduled = null;
        test.Logged = _ =>
        {
            for (var i = 0; i < 4; i++)
            {
                waiting.Add(test.FetchAsync());
            }

            scheduled = test.Worker.RunScheduledAsync("* * * * *", 0);
        };
        Assert.Equal("ok", await test.TextAsync("/first"));
        var results = await Task.WhenAll(waiting);
        Assert.All(results[..3], r => Assert.NotNull(r.Response));
        var refused = results[3].Failure!;
        Assert.Equal(WorkerOutcome.Overloaded, refused.Outcome);
        Assert.Equal("3 events and continuations wait in the isolate, as many as may.", refused.Message);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.RetryAfter);
        Assert.Equal(WorkerOutcome.Overloaded, (await scheduled!)?.Outcome);
        Assert.Equal("ok", await test.TextAsync());
    }

    [Fact]
    public async Task Continuations_of_a_request_are_never_refused()
    {
        using var test = new TestWorker(
            "export default { async fetch() { const all = []; for (let i = 0; i < 20; i++) all.push(scheduler.wait(0)); await Promise.all(all); return new Response('ok'); } }",
            ExecutionLimits.Default with { QueuedEvents = 1 });
        Assert.Equal("ok", await test.TextAsync());
    }
}
