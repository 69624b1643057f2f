using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
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
    [InlineData("let a; for (;;) a = new Uint8Array(10000);", WorkerOutcome.ExceededMemory)]
    [InlineData("let s = 'x'; for (;;) { s += s; s.charCodeAt(0); }", WorkerOutcome.ExceededMemory)]
    public async Task A_request_past_a_limit_is_killed_and_the_next_is_answered(string attack, WorkerOutcome expected)
    {
        // Filling 128 MB costs more CPU than the default.
        var limits = expected == WorkerOutcome.ExceededMemory ? TestWorker.Patient with { CpuMilliseconds = 5_000 } : TestWorker.Patient;
        using var test = new TestWorker($"export default {{ fetch(request) {{ if (request.url.endsWith('/ok')) return new Response('ok'); {attack} }} }}", limits);
        var failure = await test.FailureAsync();
        Assert.Equal(expected, failure.Outcome);
        Assert.NotNull(failure.Limit);
        Assert.StartsWith("worker.js:1:", failure.Location, StringComparison.Ordinal);
        Assert.Equal("ok", await test.TextAsync("/ok"));
        Assert.Empty(test.Faults);
    }

    [Theory]
    [InlineData("new Array(2000).fill(i)", WorkerOutcome.ExceededMemory)]
    [InlineData("try { null.x } catch {}", WorkerOutcome.ExceededCpu)]
    public async Task Many_turns_are_limited_as_one_that_is_as_long(string work, WorkerOutcome expected)
    {
        // No turn is long enough for a look at the limits in its course; the bill of the second sees a few statements of the microseconds that each takes.
        var limits = TestWorker.Patient with { AllocationBytes = 2 << 20, CpuMilliseconds = expected == WorkerOutcome.ExceededCpu ? 1 : 1_000 };
        using var test = new TestWorker($"export default {{ async fetch() {{ for (let i = 0; i < 1000; i++) {{ {work}; await scheduler.wait(0); }} return new Response('ok'); }} }}", limits);
        Assert.Equal(expected, (await test.FailureAsync()).Outcome);
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

    [Theory]
    [InlineData("for (;;) {}")]
    [InlineData("try { for (;;) {} } finally { for (let i = 0; i < 50; i++) {} }")]
    [InlineData("for (;;) { try { /(a+)+$/.test('a'.repeat(28) + 'b'); } catch { } }")]
    public async Task A_request_past_its_CPU_limit_is_billed_the_limit(string body)
    {
        using var test = new TestWorker($"export default {{ fetch() {{ {body} }} }}", TestWorker.Patient);
        var result = await test.FetchToEndAsync();
        Assert.Equal(WorkerOutcome.ExceededCpu, result.Failure?.Outcome);
        Assert.Equal(Fuel.FromMilliseconds(TestWorker.Patient.CpuMilliseconds), result.Usage.Fuel);
    }

    [Fact]
    public async Task A_loop_of_charging_host_calls_is_looked_at_like_any_other()
    {
        using var test = new TestWorker(
            "export default { fetch() { const p = new URLSearchParams(), kept = []; for (;;) { kept.push(new Uint8Array(30000)); p.has('a'); } } }",
            TestWorker.Patient with { CpuMilliseconds = 60_000, AllocationBytes = 16 << 20 });
        var result = await test.FetchToEndAsync();
        Assert.Equal(WorkerOutcome.ExceededMemory, result.Failure?.Outcome);
        Assert.InRange(result.Usage.AllocatedBytes, 16 << 20, 24 << 20);
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
              if (request.url.endsWith('/endless')) { console.log('begun'); for (;;) {} }
              return new Response('ok');
            } }
            """, TestWorker.Patient with { CpuMilliseconds = 500 });
        var fresh = new TaskCompletionSource<Task<FetchResult>>(TaskCreationOptions.RunContinuationsAsynchronously);
        test.Logged = _ => fresh.SetResult(test.FetchAsync("/fresh"));
        var waiting = test.FetchAsync("/waiting");
        var endless = Task.Run(() => test.FetchAsync("/endless"));
        Assert.Equal(WorkerOutcome.ExceededCpu, (await endless).Failure?.Outcome);
        Assert.Equal(WorkerOutcome.Canceled, (await waiting).Failure?.Outcome);
        Assert.Equal("ok", await TestWorker.TextOf(await await fresh.Task));
    }

    [Fact]
    public async Task A_turn_that_burns_its_budget_delays_a_neighbour_by_slices_only()
    {
        // One slot: without parking, the neighbours would wait for the whole budget of the attacker. They ask while it runs, from
        // its own turn, and it can only end after them if it gives its slot away before its budget is used up.
        using var test = new TestWorker(
            "export default { fetch() { console.log('begun'); for (;;) {} } }",
            TestWorker.Patient with { CpuMilliseconds = 1_000 },
            new() { Slots = 1 });
        var neighbour = test.Runtime.Load(TestWorker.Define("export default { fetch() { return new Response('ok'); } }", name: "neighbour"));
        var request = new WorkerRequest { Method = "GET", Url = "http://a.example/" };
        var ended = new ConcurrentQueue<string>();
        test.Completed = ended.Enqueue;
        await AskAsync();
        var answers = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        test.Logged = _ => answers.SetResult(Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync())));
        Assert.Equal(WorkerOutcome.ExceededCpu, (await Task.Run(() => test.FetchToEndAsync())).Failure?.Outcome);
        await await answers.Task;
        Assert.Equal(string.Concat(Enumerable.Repeat("neighbour ", 21)) + "test", string.Join(' ', ended));
        // They waited for the only slot, and so did the attacker once it had given it away.
        var (waits, time) = test.Runtime.Waits;
        Assert.True(waits >= 2 && time > TimeSpan.Zero, $"{waits} waits, {time} together");

        async Task AskAsync() => await TestWorker.ToEndAsync(await neighbour.FetchAsync(request));
    }

    [Fact]
    public async Task Usage_counts_what_a_request_consumed()
    {
        // One slot, so one isolate: when it answers again, the turn of the first request has ended and is counted to its end.
        using var test = new TestWorker(
            "export default { fetch() { const a = []; for (let i = 0; i < 1000; i++) a.push({ i }); return new Response('x'); } }");
        var result = await test.FetchAsync();
        await test.FetchAsync();
        var usage = result.Usage;
        Assert.InRange(usage.Fuel, 1_000, 10_000);
        Assert.InRange(usage.AllocatedBytes, 10_000, 10_000_000);
        Assert.Equal(1, usage.Turns);
    }

    [Theory]
    [InlineData("new Response(null)")]
    [InlineData("new Response('x')")]
    public async Task What_a_request_consumed_is_final_when_it_has_completed(string response)
    {
        // The response is given long before its turn ends, which is not on the thread that waits for it.
        const string Behind = "queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => { for (let i = 0; i < 300000; i++); }))))";
        using var test = new TestWorker($"export default {{ async fetch() {{ await scheduler.wait(1); {Behind}; return {response}; }} }}", TestWorker.Patient with { CpuMilliseconds = 10_000 });
        var result = await test.FetchAsync();
        await TestWorker.TextOf(result);
        await result.Completed;
        Assert.InRange(result.Usage.Fuel, 300_000, 1_000_000);
    }

    [Fact]
    public async Task A_worker_that_is_killed_again_and_again_is_refused_and_then_taken_on_rations()
    {
        var time = new FakeTimeProvider();
        using var test = new TestWorker(
            "export default { fetch(request) { if (request.url.endsWith('/ok')) return new Response('ok'); for (;;) {} } }",
            TestWorker.Patient with { CpuMilliseconds = 200 },
            new() { Time = time });
        var failure = await test.FailureAsync();
        for (var i = 0; i < 100 && failure.Outcome == WorkerOutcome.ExceededCpu; i++)
        {
            failure = await test.FailureAsync();
        }

        while (failure.Limit is not null)
        {
            // On rations it runs a little still.
            Assert.Equal(WorkerOutcome.Overloaded, failure.Outcome);
            Assert.Equal(5, Fuel.ToMilliseconds(failure.Limit.Allowed));
            failure = await test.FailureAsync();
        }

        Assert.Equal(WorkerOutcome.Overloaded, failure.Outcome);
        Assert.Equal(WorkerOutcome.Overloaded, (await test.FailureAsync("/ok")).Outcome);
        Assert.Equal(WorkerOutcome.Overloaded, (await test.Worker.RunScheduledAsync("* * * * *", 0))?.Outcome);

        time.Advance(failure.RetryAfter!.Value);
        Assert.Equal("ok", await test.TextAsync("/ok"));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(WorkerOutcome.ExceededCpu, (await test.FailureAsync()).Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_worker_that_had_much_service_is_not_behind_a_newcomer(bool comesDuringIt)
    {
        using var test = new TestWorker(
            "export default { fetch() { console.log('begun'); for (;;) {} } }", TestWorker.Patient with { CpuMilliseconds = 200 }, new() { Slots = 1 });
        var old = test.Runtime.Load(TestWorker.Define(
            """
            export default { fetch(request) {
              if (request.url.endsWith('/long')) { for (let i = 0; i < 3e6; i++); console.log('served'); }
              return new Response('ok');
            } }
            """,
            TestWorker.Patient with { CpuMilliseconds = 10_000 },
            "old"));
        var ended = new ConcurrentQueue<string>();
        var newcomer = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        test.Completed = ended.Enqueue;
        test.Logged = text =>
        {
            if (text == "begun")
            {
                answer.SetResult(AskAsync(""));
            }
            else if (comesDuringIt)
            {
                newcomer.SetResult(test.FetchToEndAsync());
            }
        };
        Assert.NotNull((await AskAsync("long")).Response);
        await (comesDuringIt ? await newcomer.Task : Task.Run(() => test.FetchToEndAsync()));
        await await answer.Task;
        Assert.Equal("old old test", string.Join(' ', ended));

        async Task<FetchResult> AskAsync(string path) => await TestWorker.ToEndAsync(await old.FetchAsync(new() { Method = "GET", Url = "http://a.example/" + path }));
    }

    [Fact]
    public void A_limit_out_of_its_range_is_named()
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => new TestWorker("export default {}", ExecutionLimits.Default with { CpuMilliseconds = 0, LogLines = -1 }));
        Assert.Contains("Limit 'CpuMilliseconds' is 0; it must be from 1 to 300000.", e.Message, StringComparison.Ordinal);
        Assert.Contains("'LogLines' is -1", e.Message, StringComparison.Ordinal);
    }
}
