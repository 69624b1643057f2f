using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Events;

/// <summary>What has no cap of its own because CPU and memory bound it already: each grows without end here, and is ended.</summary>
public class GrowthTests
{
    [Theory]
    // Microtasks: each that runs code is a statement at least; the queue is memory.
    [InlineData("(function again() { Promise.resolve().then(again); })(); await new Promise(() => {});", WorkerOutcome.ExceededCpu)]
    [InlineData("(async () => { for (;;) await null; })(); await new Promise(() => {});", WorkerOutcome.ExceededCpu)]
    [InlineData("for (;;) queueMicrotask(String);", WorkerOutcome.ExceededMemory)]
    // Microtasks that run no statement, only built-ins: each makes a promise.
    [InlineData("const t = {}; t.then = Promise.resolve.bind(Promise, t); await t;", WorkerOutcome.ExceededMemory)]
    [InlineData("const t = {}; t.then = Promise.prototype.then.bind(Promise.resolve(), Promise.resolve.bind(Promise, t)); await t;", WorkerOutcome.ExceededMemory)]
    // Promises that never settle.
    [InlineData("const kept = []; for (;;) kept.push(new Promise(() => {}));", WorkerOutcome.ExceededMemory)]
    [InlineData("const never = new Promise(() => {}); for (;;) never.then(String);", WorkerOutcome.ExceededMemory)]
    // Queues of streams.
    [InlineData("new ReadableStream({ start(c) { for (;;) c.enqueue(new Uint8Array(1 << 16)); } }); ", WorkerOutcome.ExceededMemory)]
    [InlineData("const w = new TransformStream().writable.getWriter(); for (;;) w.write('x'.repeat(1 << 16).slice(1));", WorkerOutcome.ExceededMemory)]
    // Values.
    [InlineData("'x'.repeat(536870888);", WorkerOutcome.ExceededMemory)]
    [InlineData("new ArrayBuffer(2147483591);", WorkerOutcome.ExceededMemory)]
    [InlineData("new Uint32Array(1 << 28);", WorkerOutcome.ExceededMemory)]
    [InlineData("new Array(2 ** 32 - 1).fill(0);", WorkerOutcome.ExceededMemory)]
    [InlineData("const kept = []; for (let i = 0;; i++) kept.push('x'.repeat(1 << 20) + i);", WorkerOutcome.ExceededMemory)]
    [InlineData("const kept = []; for (let i = 0n;; i++) kept.push((1n << 900000n) + i);", WorkerOutcome.ExceededMemory)]
    [InlineData("/(a+)+$/.test('a'.repeat(40) + 'b');", WorkerOutcome.ExceededCpu)]
    public async Task What_grows_without_end_is_ended(string body, WorkerOutcome expected)
    {
        // What costs memory must not meet the CPU limit before.
        var limits = expected == WorkerOutcome.ExceededMemory ? TestWorker.Patient with { CpuMilliseconds = 5_000 } : TestWorker.Patient;
        using var test = new TestWorker(Define(body), limits);
        Assert.Equal(expected, (await test.FailureAsync()).Outcome);
        Assert.Empty(test.Faults);
    }

    [Theory]
    [InlineData("JSON.parse('['.repeat(1000) + ']'.repeat(1000)).length", "1")]
    [InlineData("JSON.parse('['.repeat(1001) + ']'.repeat(1001)).length", "SyntaxError")]
    [InlineData("(await new Response('['.repeat(1000) + ']'.repeat(1000)).json()).length", "1")]
    [InlineData("(await new Response('['.repeat(1001) + ']'.repeat(1001)).json()).length", "SyntaxError")]
    [InlineData("{ let a = []; for (let i = 0; i < 1e4; i++) a = [a]; JSON.stringify(a) }", "RangeError")]
    [InlineData("'x'.repeat(536870889)", "RangeError")]
    [InlineData("(1n << 999999n) > 0n", "true")]
    [InlineData("1n << 1000000n", "RangeError")]
    [InlineData("2n ** (1n << 31n)", "RangeError")]
    [InlineData("new ArrayBuffer(2147483592)", "RangeError")]
    [InlineData("new Uint8Array(2 ** 31)", "RangeError")]
    public async Task Sizes_and_depths_past_what_there_is_are_errors_that_a_script_can_catch(string expression, string expected)
    {
        using var test = new TestWorker(
            "export default { async fetch() { try { " + (expression[0] == '{' ? expression : $"return new Response(String({expression}));") + " } catch (e) { return new Response(e.name); } } }", TestWorker.Patient);
        Assert.Equal(expected, await test.TextAsync());
    }

    [Theory]
    [InlineData("setTimeout(() => {}, 1e6)")]
    [InlineData("setInterval(() => {}, 1e6)")]
    [InlineData("scheduler.wait(1e6)")]
    public async Task Pending_operations_have_a_largest_number(string start)
    {
        using var test = new TestWorker(
            "const start = async () => { const started = " + start + "; return typeof started === 'number' ? 'started' : Promise.race([started, scheduler.wait]); };"
                + "export default { async fetch() { const all = []; for (let i = 0; i < 4; i++) all.push(start().then(() => 'started', e => e.message)); return Response.json(await Promise.all(all)); } }",
            ExecutionLimits.Default with { PendingOperations = 3 });
        Assert.Equal("""["started","started","started","Too many pending operations: a request may have 3 at once."]""", await test.TextAsync());
    }

    [Fact]
    public async Task A_timer_that_is_stopped_or_over_makes_room()
    {
        using var test = new TestWorker(
            "export default { async fetch() { for (let i = 0; i < 9; i++) { clearTimeout(setTimeout(() => {}, 1e6)); await scheduler.wait(0); } return new Response('ok'); } }",
            ExecutionLimits.Default with { PendingOperations = 1 });
        Assert.Equal("ok", await test.TextAsync());
    }

    private static string Define(string body) => "export default { async fetch() { " + body + " return new Response('ok'); } }";
}
