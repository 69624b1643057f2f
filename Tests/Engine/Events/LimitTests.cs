using System.Diagnostics;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Events;

public class LimitTests
{
    [Theory]
    [InlineData("for (;;) {}", WorkerOutcome.ExceededCpu)]
    [InlineData("try { for (;;) {} } catch {} finally { for (;;) {} }", WorkerOutcome.ExceededCpu)]
    [InlineData("const f = () => f(); f();", WorkerOutcome.ExceededCpu)]
    [InlineData("return new Promise(() => { (function again() { Promise.resolve().then(again); })(); });", WorkerOutcome.ExceededCpu)]
    [InlineData("const a = []; for (;;) a.push(new Uint8Array(100000));", WorkerOutcome.ExceededMemory)]
    [InlineData("let s = 'x'; for (;;) { s += s; s.charCodeAt(0); }", WorkerOutcome.ExceededMemory)]
    public async Task A_request_past_a_limit_is_killed_and_the_next_is_answered(string attack, WorkerOutcome expected)
    {
        using var test = new TestWorker($"export default {{ fetch(request) {{ if (request.url.endsWith('/ok')) return new Response('ok'); {attack} }} }}");
        var failure = await test.FailureAsync();
        Assert.Equal(expected, failure.Outcome);
        Assert.NotNull(failure.Limit);
        Assert.StartsWith("worker.js:1:", failure.Location, StringComparison.Ordinal);
        Assert.Equal("ok", await test.TextAsync("/ok"));
        Assert.Empty(test.Faults);
    }

    [Fact]
    public async Task Endless_recursion_is_an_error_that_a_script_can_catch()
    {
        using var test = new TestWorker("export default { fetch() { let depth = 0; function f() { depth++; return 1 + f(); } try { f(); } catch (e) { return new Response(`${e.name} ${depth > 100}`); } } }");
        Assert.Equal("RangeError true", await test.TextAsync());
    }

    [Fact]
    public async Task The_subrequest_limit_rejects_fetch_and_names_itself_when_it_is_not_handled()
    {
        using var test = new TestWorker(
            "export default { async fetch() { for (let i = 0; i < 4; i++) { try { await fetch('http://a.example/'); } catch (e) { if (i === 3) throw e; } } } }",
            ExecutionLimits.Default with { Subrequests = 3 });
        Assert.Equal(WorkerOutcome.ExceededSubrequests, (await test.FailureAsync()).Outcome);
    }

    [Fact]
    public async Task A_top_level_past_its_limit_fails_every_request()
    {
        using var test = new TestWorker("for (;;) {} export default { fetch() {} }", ExecutionLimits.Default with { StartupCpuMilliseconds = 5 });
        Assert.Equal(WorkerOutcome.ExceededCpu, (await test.FailureAsync()).Outcome);
        Assert.Equal(WorkerOutcome.ExceededCpu, (await test.Worker.StartAsync()).Failure?.Outcome);
    }

    [Fact]
    public async Task A_kill_fails_the_others_in_the_isolate_and_retries_those_that_had_not_begun()
    {
        using var test = new TestWorker("""
            export default { async fetch(request) {
              if (request.url.endsWith('/waiting')) { await scheduler.wait(60000); }
              if (request.url.endsWith('/endless')) { for (;;) {} }
              return new Response('ok');
            } }
            """, ExecutionLimits.Default with { CpuMilliseconds = 500 }, options: new() { Slots = 1 });
        var waiting = test.FetchAsync("/waiting");
        var endless = Task.Run(() => test.FetchAsync("/endless"));
        while (test.Runtime.Turns.Running == 0)
        {
            await Task.Yield();
        }

        var fresh = test.FetchAsync("/fresh");
        Assert.Equal(WorkerOutcome.ExceededCpu, (await endless).Failure?.Outcome);
        Assert.Equal(WorkerOutcome.Canceled, (await waiting).Failure?.Outcome);
        Assert.Equal("ok", await TestWorker.TextOf(await fresh));
    }

    [Fact]
    public async Task A_turn_that_burns_its_budget_delays_a_neighbour_by_slices_only()
    {
        // One slot: without parking, the neighbour would wait for the whole budget of the attacker.
        using var runtime = new WorkerRuntime(new() { Slots = 1 });
        var attacker = runtime.Load(TestWorker.Define("export default { fetch() { for (;;) {} } }", ExecutionLimits.Default with { CpuMilliseconds = 1_000, TurnMilliseconds = 60_000 }));
        var neighbour = runtime.Load(TestWorker.Define("export default { fetch() { return new Response('ok'); } }"));
        var request = new WorkerRequest { Method = "GET", Url = "http://a.example/" };
        await neighbour.FetchAsync(request);
        var attack = Task.Run(async () => await attacker.FetchAsync(request));
        while (runtime.Turns.Running == 0)
        {
            await Task.Yield();
        }

        for (var i = 0; i < 20; i++)
        {
            Assert.NotNull((await neighbour.FetchAsync(request)).Response);
        }

        Assert.False(attack.IsCompleted, "The attacker ended first: the neighbour waited for it.");
        Assert.Equal(WorkerOutcome.ExceededCpu, (await attack).Failure?.Outcome);
    }

    [Fact]
    public async Task Usage_counts_what_a_request_consumed()
    {
        using var test = new TestWorker("export default { fetch() { const a = []; for (let i = 0; i < 1000; i++) a.push({ i }); return new Response('x'); } }");
        var usage = (await test.FetchAsync()).Usage;
        Assert.InRange(usage.Fuel, 1_000, 10_000);
        Assert.InRange(usage.AllocatedBytes, 10_000, 10_000_000);
        Assert.Equal(1, usage.Turns);
    }

    [Fact]
    public async Task Log_lines_past_the_limit_are_dropped_and_the_log_says_so()
    {
        using var test = new TestWorker(
            "export default { fetch() { for (let i = 0; i < 10; i++) console.log(i); return new Response('x'); } }", ExecutionLimits.Default with { LogLines = 2 });
        await test.TextAsync();
        Assert.Equal("Log: 0\nLog: 1\nWarn: A request may log 2 lines; further ones are dropped.", test.Log);
    }

    [Fact]
    public async Task A_worker_that_is_killed_again_and_again_is_slowed_and_its_neighbour_is_not()
    {
        using var runtime = new WorkerRuntime(new() { Slots = 1 });
        var attacker = runtime.Load(TestWorker.Define("export default { fetch() { for (;;) {} } }", ExecutionLimits.Default with { CpuMilliseconds = 5 }));
        var neighbour = runtime.Load(TestWorker.Define("export default { fetch() { return new Response('ok'); } }"));
        var request = new WorkerRequest { Method = "GET", Url = "http://a.example/" };
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(WorkerOutcome.ExceededCpu, (await attacker.FetchAsync(request)).Failure?.Outcome);
        }

        // Slowed, the attacker is off its slot most of the time; a hundred answers fit in beside it.
        var attack = Task.Run(async () => await attacker.FetchAsync(request));
        for (var i = 0; i < 100; i++)
        {
            Assert.NotNull((await neighbour.FetchAsync(request)).Response);
        }

        Assert.Equal(WorkerOutcome.ExceededCpu, (await attack).Failure?.Outcome);
    }

    [Fact]
    public void A_limit_out_of_its_range_is_named()
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => new TestWorker("export default {}", ExecutionLimits.Default with { CpuMilliseconds = 0, LogLines = -1 }));
        Assert.Contains("Limit 'CpuMilliseconds' is 0; it must be from 1 to 300000.", e.Message, StringComparison.Ordinal);
        Assert.Contains("'LogLines' is -1", e.Message, StringComparison.Ordinal);
    }
}
