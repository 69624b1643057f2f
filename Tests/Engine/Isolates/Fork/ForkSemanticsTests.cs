using PureEdge.Engine.Isolates;
using PureEdge.Engine.Tests.Events;

namespace PureEdge.Engine.Tests.Isolates.Fork;

/// <summary>A forked isolate behaves as one that ran the top level itself, whatever others do before, after or beside it.</summary>
public class ForkSemanticsTests
{
    [Fact]
    public async Task A_fork_and_a_fresh_isolate_answer_alike_in_any_order()
    {
        using var worker = await Make();
        var (fresh, first, second, third) = (worker.Fresh(), worker.Fork(), worker.Fork(), worker.Fork());
        var names = await Names(worker, worker.Fresh());
        Assert.True(names.Length > 20);

        var once = await Run(worker, fresh, names);
        Assert.DoesNotContain(once, static line => line.Contains(": 500", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal));
        Assert.Equal(once, await Run(worker, first, names));
        var twice = await Run(worker, fresh, names);
        Assert.NotEqual(once, twice);
        Assert.Equal(twice, await Run(worker, first, names));

        // Made before the first ran, and after.
        Assert.Equal(once, await Run(worker, second, names));
        Assert.Equal(once, await Run(worker, worker.Fork(), names));
        Assert.Equal(once, await Run(worker, worker.Fresh(), names));

        // In another order.
        string[] reversed = [.. names.Reverse()];
        Assert.Equal(await Run(worker, worker.Fresh(), reversed), await Run(worker, third, reversed));
        Assert.Equal(await Run(worker, fresh, reversed), await Run(worker, first, reversed));
        Assert.Empty(worker.Worker.Faults);
    }

    [Fact]
    public async Task Forks_of_one_image_run_on_several_threads_at_once()
    {
        using var worker = await Make(slots: 4);
        var names = await Names(worker, worker.Fresh());
        var expected = await Run(worker, worker.Fresh(), names);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                Assert.Equal(expected, await Run(worker, worker.Fork(), names));
            }
        })));
        Assert.Empty(worker.Worker.Faults);
    }

    [Fact]
    public async Task A_fork_costs_the_same_fuel_as_a_fresh_isolate()
    {
        using var worker = await Make();
        var names = await Names(worker, worker.Fresh());
        var (fresh, fork) = (worker.Fresh(), worker.Fork());
        foreach (var name in names)
        {
            Assert.Equal(await worker.FetchWithFuel(fresh, "/" + name), await worker.FetchWithFuel(fork, "/" + name));
        }
    }

    [Fact]
    public async Task A_start_of_many_slices_that_something_waits_in_is_copied()
    {
        using var worker = await ForkedWorker.Make("""
            let sum = 0;
            const never = new Promise(() => {});
            (async () => { await never; })();
            for (let i = 0; i < 200000; i++) sum += i;
            export default { fetch() { return new Response(`${sum} ${never instanceof Promise}`); } };
            """);
        Assert.Equal("200 19999900000 true", await worker.Fetch(worker.Fork(), "/"));
    }

    [Fact]
    public async Task Random_numbers_of_forks_differ()
    {
        using var worker = await ForkedWorker.Make("export default { fetch() { return new Response(`${Math.random()} ${crypto.randomUUID()}`); } }");
        Assert.NotEqual(await worker.Fetch(worker.Fork(), "/"), await worker.Fetch(worker.Fork(), "/"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_fork_that_nobody_needs_is_collected()
    {
        using var worker = await Make();
        var names = await Names(worker, worker.Fresh());
        var dead = await RunAndForget(worker, names);

        // What ran last is known to its thread and to the scheduler until something else runs.
        await worker.Fetch(worker.Fresh(), "/names");
        for (var i = 0; i < 5 && dead.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(dead.IsAlive);
    }

    private static async Task<WeakReference> RunAndForget(ForkedWorker worker, string[] names)
    {
        var isolate = worker.Fork();
        await Run(worker, isolate, names);
        return new(isolate.Engine);
    }

    private static async Task<ForkedWorker> Make(int slots = 1) => await ForkedWorker.Make(
        TestWorker.Define(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Isolates", "Fork", "semantics.js"))) with
        {
            Variables = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal) { ["text"] = TestWorker.Json("\"t\""), ["list"] = TestWorker.Json("[1]") },
        },
        slots);

    private static async Task<string[]> Names(ForkedWorker worker, Isolate isolate) => [.. (await worker.Fetch(isolate, "/names"))["200 ".Length..].Split(','), "body"];

    private static async Task<string[]> Run(ForkedWorker worker, Isolate isolate, string[] names)
    {
        var lines = new List<string>();
        foreach (var name in names)
        {
            lines.Add($"{name}: {await worker.Fetch(isolate, "/" + name)}");
        }

        return [.. lines];
    }
}
