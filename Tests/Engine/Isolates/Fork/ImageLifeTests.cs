using PureEdge.Engine.Isolates.Fork;
using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Isolates.Fork;

/// <summary>When a version gets an image, what it is used for, and when it goes.</summary>
public class ImageLifeTests
{
    private const string Source = """
        let sum = 0; for (let i = 0; i < 500; i++) sum += i;
        const kept = []; let requests = 0;
        export default { fetch(request) {
          if (request.url.endsWith('/loop')) for (;;);
          if (request.url.endsWith('/keep')) kept.push(new Uint8Array(1 << 20));
          return new Response(`${sum} ${++requests} ${kept.length}`);
        } }
        """;

    [Fact]
    public async Task A_deployment_asks_for_the_image_and_the_isolate_after_a_kill_is_a_copy()
    {
        using var test = new TestWorker(Source);
        Assert.NotNull(test.Worker.Forks.Refusal);
        Assert.Null((await test.Worker.StartAsync()).Failure);
        Assert.Null((await test.Worker.PrepareForksAsync()).Refusal);
        Assert.Equal("124750 1 0", await test.TextAsync());
        Assert.Equal("124750 2 0", await test.TextAsync());
        Assert.False(Assert.Single(test.Worker.Isolates).IsFork);
        Assert.Equal(WorkerOutcome.ExceededCpu, (await test.FailureAsync("/loop")).Outcome);
        Assert.Equal("124750 1 0", await test.TextAsync());
        Assert.Equal("124750 2 0", await test.TextAsync());
        Assert.True(Assert.Single(test.Worker.Isolates).IsFork);
        Assert.Empty(test.Faults);
        Assert.InRange(test.Runtime.ImageBytes, 20_000, 200_000);
    }

    [Fact]
    public async Task In_the_request_mode_no_state_passes_from_one_copy_to_the_next()
    {
        using var test = new TestWorker(TestWorker.Define(Source) with { Isolation = IsolationMode.Request });
        await test.Worker.PrepareForksAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("124750 1 1", await test.TextAsync("/keep"));
        }

        Assert.Equal(0, test.Worker.IsolateCount);
    }

    [Fact]
    public async Task What_a_copy_keeps_counts_with_what_it_was_made_of()
    {
        using var test = new TestWorker(
            "globalThis.a = new Uint8Array(4 << 20); for (let i = 0; i < 500; i++); " + Source,
            ExecutionLimits.Default with { RetainedBytes = 8 << 20, CpuMilliseconds = 5_000, TurnMilliseconds = 60_000 });
        Assert.Null((await test.Worker.PrepareForksAsync()).Refusal);
        await test.TextAsync();
        Assert.Equal(WorkerOutcome.ExceededCpu, (await test.FailureAsync("/loop")).Outcome);
        var answers = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            answers.Add(await test.TextAsync("/keep"));
        }

        Assert.Equal("124750 1 1,124750 2 2,124750 3 3,124750 4 4,124750 1 1,124750 2 2", string.Join(',', answers));
        Assert.Matches("The isolate kept 8(\\.\\d)? MB; at most 8 MB are allowed", test.Log);
    }

    [Fact]
    public async Task What_the_top_level_logs_is_logged_once()
    {
        using var test = new TestWorker("for (let i = 0; i < 500; i++); console.log('started'); " + Source);
        await test.TextAsync();
        Assert.Null((await test.Worker.PrepareForksAsync()).Refusal);
        await test.FailureAsync("/loop");
        await test.TextAsync();
        Assert.Equal("Log: started", test.Log.Split('\n')[0].Replace("Info", "Log", StringComparison.Ordinal));
        Assert.Single(test.Log.Split('\n'), static line => line.Contains("started", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rejection_that_nobody_handles_is_reported_by_the_copy_in_which_it_happens()
    {
        using var test = new TestWorker(TestWorker.Define("""
            for (let i = 0; i < 500; i++);
            const heard = [];
            addEventListener('unhandledrejection', (e) => heard.push(e.reason.message));
            export default { async fetch(request) {
              if (request.url.endsWith('/reject')) Promise.reject(new Error('lost'));
              await scheduler.wait(1);
              return new Response(heard.join());
            } }
            """) with { Isolation = IsolationMode.Request });
        Assert.Null((await test.Worker.PrepareForksAsync()).Refusal);
        Assert.Equal("lost", await test.TextAsync("/reject"));
        Assert.Equal("", await test.TextAsync());
        Assert.Empty(test.Faults);
    }

    [Fact]
    public async Task A_short_top_level_gets_none()
    {
        using var test = new TestWorker("export default { fetch() { return new Response('ok'); } }");
        Assert.Contains("short", (await test.Worker.PrepareForksAsync()).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_no_room_isolates_run_the_top_level()
    {
        using var test = new TestWorker(TestWorker.Define(Source), new() { Slots = 1, ImageBytes = 0 });
        Assert.NotNull((await test.Worker.PrepareForksAsync()).Refusal);
        Assert.Equal("124750 1 0", await test.TextAsync());
        Assert.Equal(0, test.Runtime.ImageBytes);
    }

    [Fact]
    public async Task The_least_recently_used_image_goes_when_there_is_no_room()
    {
        using var test = new TestWorker(TestWorker.Define(Source), new() { Slots = 1, ImageBytes = 1 << 20 });
        var workers = new List<Worker>();
        for (var i = 0; i < 40; i++)
        {
            workers.Add(test.Runtime.Load(TestWorker.Define(Source, name: $"w{i}")));
            Assert.Null((await workers[i].PrepareForksAsync()).Refusal);
            Assert.InRange(test.Runtime.ImageBytes, 1, 1 << 20);
        }

        Assert.NotNull(workers[0].Forks.Refusal);
        Assert.Null(workers[39].Forks.Refusal);
        Assert.Null((await workers[0].PrepareForksAsync()).Refusal);
    }

    [Fact]
    public async Task An_image_that_is_too_large_is_refused()
    {
        using var test = new TestWorker(TestWorker.Define("globalThis.a = new Uint8Array(1 << 20); " + Source), new() { Slots = 1, ImageBytes = 1 << 20 });
        Assert.Contains("larger than 128 KB", (await test.Worker.PrepareForksAsync()).Refusal, StringComparison.Ordinal);
    }
}
