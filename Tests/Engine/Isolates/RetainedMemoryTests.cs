using PureEdge.Engine.Tests.Events;
using PureEdge.Engine.Tests.WebApi.Fetch;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Isolates;

/// <summary>What isolates keep, when it is measured, and when it is collected. Alone in the process while they run: the collector has half a second, and others keep it busy.</summary>
[Collection(nameof(RetainedMemoryTests))]
[CollectionDefinition(nameof(RetainedMemoryTests), DisableParallelization = true)]
public class RetainedMemoryTests
{
    private static readonly ExecutionLimits Small =
        ExecutionLimits.Default with { RetainedBytes = 8 << 20, CpuMilliseconds = 5_000, TurnMilliseconds = 60_000 };

    [Fact]
    public async Task An_isolate_that_keeps_a_megabyte_a_request_ends_at_its_limit_and_the_next_request_gets_a_fresh_one()
    {
        using var test = new TestWorker(
            "const kept = []; export default { fetch() { kept.push(new Uint8Array(1 << 20)); return new Response(String(kept.length)); } }", Small);
        var answers = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            answers.Add(await test.TextAsync());
        }

        // The eighth megabyte crosses it, with what the engine itself takes.
        Assert.Equal("1 2 3 4 5 6 7 8 1 2 3 4 5 6 7 8 1 2 3 4", string.Join(' ', answers));
        Assert.Equal(2, test.Log.Split('\n').Length);
        Assert.Matches("^Error: The isolate kept 8(\\.\\d)? MB; at most 8 MB are allowed\\.", test.Log);
        Assert.Empty(test.Faults);
    }

    [Fact]
    public async Task A_top_level_that_keeps_too_much_fails_the_deployment()
    {
        using var test = new TestWorker("globalThis.kept = new Uint8Array(9 << 20); export default { fetch() {} }", Small);
        var failure = (await test.Worker.StartAsync()).Failure;
        Assert.Equal(WorkerOutcome.ExceededMemory, failure?.Outcome);
        Assert.Matches("^The isolate kept 9(\\.\\d)? MB; at most 8 MB are allowed\\.$", failure?.Message);
        Assert.Equal(0, test.Worker.IsolateCount);
    }

    [Theory]
    [InlineData("const kept = []; const keep = () => { for (let i = 0; i < 3000; i++) kept.push({ i, text: 'x' + i }); };")]
    [InlineData("const kept = new Map(); const keep = () => { for (let i = 0; i < 3000; i++) kept.set('k' + kept.size, [i]); };")]
    [InlineData("let kept = null; const keep = () => { for (let i = 0; i < 3000; i++) kept = { next: kept }; };")]
    [InlineData("const kept = []; const keep = () => { kept.push(new Blob(['y'.repeat(100000)])); };")]
    [InlineData("const kept = []; const keep = () => { const s = new ReadableStream({ start(c) { c.enqueue(new Uint8Array(100000)); } }); kept.push(s.getReader()); };")]
    [InlineData("const kept = []; const keep = () => { kept.push(new Response('y'.repeat(100000))); };")]
    [InlineData("const kept = new EventTarget(); const keep = () => { const a = new Uint8Array(100000); kept.addEventListener('x', () => a); };")]
    [InlineData("const kept = new FormData(); const keep = () => { kept.append('x', 'y'.repeat(100000)); };")]
    [InlineData("const kept = new WeakMap(); const key = {}; const keep = () => { kept.set(key, { previous: kept.get(key), a: new Uint8Array(100000) }); };")]
    [InlineData("const never = new Promise(() => {}); const keep = () => { const a = new Uint8Array(100000); never.then(() => a); };")]
    public async Task Whatever_a_worker_keeps_it_in_counts(string keep)
    {
        using var test = new TestWorker(keep + " export default { fetch() { keep(); return new Response('ok'); } }", Small);
        WorkerFailure? failure = null;
        for (var i = 0; i < 150 && test.Log.Length == 0 && failure is null; i++)
        {
            failure = (await test.FetchAsync()).Failure;
        }

        // After a turn, or in it.
        Assert.StartsWith("Error: The isolate kept ", failure is null ? test.Log : "Error: " + failure.Message, StringComparison.Ordinal);
        Assert.Equal("ok", await test.TextAsync());
        Assert.Empty(test.Faults);
    }

    [Fact]
    public async Task Requests_in_flight_are_told_that_the_memory_was_exceeded()
    {
        using var test = new TestWorker("""
            const kept = [];
            export default { async fetch(request) {
              if (request.url.endsWith('/waiting')) await scheduler.wait(600000);
              if (request.url.endsWith('/kept')) return new Response(String(kept.length));
              for (let i = 0; i < 9; i++) kept.push(new Uint8Array(1 << 20));
              return new Response('ok');
            } }
            """, Small);
        var waiting = test.FetchAsync("/waiting");
        var keeping = await test.FetchAsync();
        var failure = (await waiting).Failure;
        Assert.Equal(WorkerOutcome.ExceededMemory, failure?.Outcome);
        Assert.Equal(LimitKind.RetainedMemory, failure?.Limit?.Kind);
        Assert.Matches("^The isolate kept [89](\\.\\d)? MB; at most 8 MB are allowed\\.$", failure?.Message);

        // The one that keeps it may have its answer by then.
        Assert.True(keeping.Response is not null || ReferenceEquals(keeping.Failure, failure));
        Assert.Equal("0", await test.TextAsync("/kept"));
    }

    [Theory]
    [InlineData("for (let i = 0; i < 1e6; i++) kept.push({ i });")]
    [InlineData("for (let i = 0; i < 1e4; i++) kept.push(new Uint8Array(32_000));")]
    [InlineData("for (let i = 0; i < 1e4; i++) kept.push('x'.repeat(16_000) + i);")]
    public async Task A_request_that_keeps_too_much_is_stopped_before_its_turn_ends(string keep)
    {
        using var test = new TestWorker($"const kept = []; export default {{ fetch() {{ {keep} return new Response('ok'); }} }}", Small);
        var failure = await test.FailureAsync();
        Assert.Equal(LimitKind.RetainedMemory, failure.Limit?.Kind);
        Assert.Matches("^The isolate kept (8|9|10)(\\.\\d)? MB; at most 8 MB are allowed\\.$", failure.Message);
    }

    [Fact]
    public async Task What_an_isolate_kept_is_collected_before_the_next_one_begins()
    {
        using var test = new TestWorker(
            "const kept = []; export default { fetch() { for (let i = 0; i < 100; i++) kept.push(new Uint8Array(1 << 20)); return new Response(String(kept.length)); } }",
            Small with { RetainedBytes = 150 << 20 });
        Assert.Equal("100", await test.TextAsync());
        var isolate = new WeakReference(test.Worker.Isolates[0]);
        Assert.Equal(LimitKind.RetainedMemory, (await test.FailureAsync()).Limit?.Kind);
        Assert.Equal("100", await test.TextAsync());
        Assert.False(isolate.IsAlive);
    }

    [Fact]
    public async Task An_isolate_that_allocates_much_and_keeps_nothing_lives_and_is_measured_rarely()
    {
        using var test = new TestWorker(
            "let requests = 0; export default { fetch() { new Uint8Array(1 << 20); return new Response(String(++requests)); } }", Small);
        for (var i = 0; i < 99; i++)
        {
            await test.TextAsync();
        }

        Assert.Equal("100", await test.TextAsync());
        // Once for three quarters of the limit, about: before that, not even small objects and their measurement could cross it.
        Assert.InRange(test.Worker.Measurements, 13, 18);
        Assert.Empty(test.Log);
    }

    [Fact]
    public async Task An_isolate_that_keeps_what_it_may_lives()
    {
        using var test = new TestWorker("""
            let requests = 0;
            const cache = new Map();
            export default { fetch() {
              cache.set(requests % 7, new Uint8Array(1 << 20));
              return new Response(String(++requests));
            } }
            """, Small);
        for (var i = 0; i < 99; i++)
        {
            await test.TextAsync();
        }

        Assert.Equal("100", await test.TextAsync());
        Assert.Empty(test.Log);
        // At most one for each megabyte, the eighth of the limit.
        Assert.InRange(test.Worker.Measurements, 20, 100);
    }

    [Theory]
    [InlineData("await scheduler.wait(600000);")]
    [InlineData("await new Promise(done => setTimeout(done, 600000));")]
    [InlineData("await fetch('http://a.example/');")]
    [InlineData("return new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(kept.length)); } }));")]
    public async Task What_requests_in_flight_hold_counts(string waits)
    {
        using var test = new TestWorker(
            $"export default {{ async fetch(request) {{ const kept = new Uint8Array(1 << 20); {waits} return new Response(String(kept.length)); }} }}",
            Small,
            new() { Outbound = new FakeOutbound((_, _) => new TaskCompletionSource<WorkerResponse>().Task), Slots = 1 });
        var requests = new List<Task<FetchResult>>();
        while (requests.Count < 12)
        {
            requests.Add(test.FetchAsync());
        }

        Assert.True(SpinWait.SpinUntil(() => test.Log.Length > 0, TimeSpan.FromSeconds(30)));
        Assert.Matches("^Error: The isolate kept 8(\\.\\d)? MB; at most 8 MB are allowed\\.", test.Log);
        var first = await requests[0];
        Assert.True(first.Response is not null || first.Failure?.Outcome == WorkerOutcome.ExceededMemory);
    }

    [Fact]
    public async Task What_killed_requests_allocated_does_not_stay()
    {
        using var test = new TestWorker(
            "const kept = []; export default { fetch(request) { if (request.url.endsWith('/kill')) for (;;) kept.push(new Uint8Array(1 << 20)); return new Response(String(kept.length)); } }",
            Small with { AllocationBytes = 4 << 20 });
        Assert.Equal(WorkerOutcome.ExceededMemory, (await test.FailureAsync("/kill")).Outcome);
        Assert.Equal("0", await test.TextAsync());
    }

    [Fact]
    public async Task Code_that_a_worker_parses_counts()
    {
        using var test = new TestWorker(TestWorker.Define(
            "const kept = []; let n = 0; export default { fetch() { kept.push(new Function('return ' + 'a+'.repeat(2000) + n++)); return new Response('ok'); } }", Small) with { AllowsEval = true });
        // In the turn that crosses the limit, or after it.
        LimitKind? ended = null;
        for (var i = 0; i < 150 && ended is null && test.Log.Length == 0; i++)
        {
            ended = (await test.FetchAsync()).Failure?.Limit?.Kind;
        }

        Assert.True(ended == LimitKind.RetainedMemory || test.Log.StartsWith("Error: The isolate kept ", StringComparison.Ordinal), $"{ended} {test.Log}");
    }
}
