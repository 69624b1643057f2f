using System.Text;
using PureEdge.Engine.Scripts;
using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Scripts;

public class ScriptCacheTests
{
    [Fact]
    public void Two_workers_that_ship_the_same_module_parse_it_once()
    {
        using var runtime = new WorkerRuntime();
        runtime.Load(TestWorker.Define("export default { fetch() {} }"));
        runtime.Load(TestWorker.Define("export default { fetch() {} }") with { Name = "other" });
        Assert.Equal((1, 1, 1), (runtime.ScriptCache.Hits, runtime.ScriptCache.Misses, runtime.ScriptCache.Entries));
    }

    [Fact]
    public async Task Concurrent_requests_for_a_source_parse_it_once()
    {
        var cache = new ScriptCache(1 << 20);
        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => cache.Get(Module("a.js", "export default 1;"), Budget()))));
        Assert.Single(all.Distinct(ReferenceEqualityComparer.Instance));
        Assert.Equal(1, cache.Misses);
    }

    [Fact]
    public void The_least_recently_used_goes_first_when_the_bound_is_reached()
    {
        var cache = new ScriptCache(7_500);
        var source = "export default " + new string('1', 1_000) + ";";
        for (var i = 0; i < 3; i++)
        {
            cache.Get(Module($"{i}.js", source), Budget());
        }

        cache.Get(Module("0.js", source), Budget());
        cache.Get(Module("3.js", source), Budget());
        Assert.InRange(cache.Bytes, 6_000, 7_500);
        Assert.Equal(3, cache.Count);
        var misses = cache.Misses;
        cache.Get(Module("0.js", source), Budget());
        Assert.Equal(misses, cache.Misses);
        cache.Get(Module("1.js", source), Budget());
        Assert.Equal(misses + 1, cache.Misses);
    }

    [Theory]
    [InlineData("()=>1;", 640)]
    [InlineData("({a:1});", 507)]
    [InlineData("a();", 259)]
    [InlineData("'abcdefgh';", 251)]
    [InlineData("/* nothing at all */", 40)]
    public void Code_counts_for_the_memory_that_its_tree_takes(string statement, int measured)
    {
        var cache = new ScriptCache(1 << 30);
        cache.Get(Module("a.js", string.Concat(Enumerable.Repeat(statement, 5_000))), Budget());
        Assert.InRange(cache.Bytes / 5_000.0, measured * 0.9, measured * 1.5);
    }

    [Fact]
    public void A_source_that_does_not_parse_is_not_kept()
    {
        var cache = new ScriptCache(1 << 20);
        Assert.Throws<WorkerLoadException>(() => cache.Get(Module("a.js", "export default ("), Budget()));
        Assert.Equal((0, 0L), (cache.Count, cache.Bytes));
    }

    [Theory]
    [InlineData("1+", "1", "")]
    [InlineData("1&&", "1", "")]
    [InlineData("a.", "a", "")]
    [InlineData("[", "", "]")]
    [InlineData("(", "1", ")")]
    [InlineData("{", "", "}")]
    [InlineData("x=>", "1", "")]
    [InlineData("`${", "", "}`")]
    [InlineData("async()=>await ", "1", "")]
    public void A_source_that_nests_without_end_is_refused_or_parsed_and_the_process_lives(string open, string middle, string close)
    {
        const int depth = 200_000;
        var source = string.Concat(Enumerable.Repeat(open, depth)) + middle + string.Concat(Enumerable.Repeat(close, depth));
        var cache = new ScriptCache(1 << 20);
        var failure = Record.Exception(() => cache.Get(Module("deep.js", source), Budget()));
        Assert.True(failure is null or WorkerLoadException, $"{failure}");
        Assert.NotNull(cache.Get(Module("a.js", "export default 1;"), Budget()));
    }

    [Fact]
    public void Parsing_ends_at_the_limits_and_a_larger_budget_parses_the_same_source_after_all()
    {
        var source = string.Join('\n', Enumerable.Range(0, 20_000).Select(i => $"call{i}({{ a: [1, 2, 3] }});"));
        var cache = new ScriptCache(1 << 30);
        var failure = Assert.Throws<WorkerLoadException>(() => cache.Get(Module("a.js", source), Budget(ExecutionLimits.Default with { AllocationBytes = 1 << 20, StartupCpuMilliseconds = 1, TurnMilliseconds = 10 }))).Failure;
        Assert.NotNull(failure.Limit);
        Assert.StartsWith("'a.js' cannot be parsed: ", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(cache.Get(Module("a.js", source), Budget(ExecutionLimits.Default with { TurnMilliseconds = 60_000 })));
    }

    [Fact]
    public void The_modules_of_a_bundle_share_one_budget()
    {
        var limits = ExecutionLimits.Default with { AllocationBytes = 4 << 20 };
        string Source(int i) => $"export const a{i} = 1;" + string.Concat(Enumerable.Repeat("f(1,2,3);", 2_000));
        PreparedBundle Prepare(int count) => PreparedBundle.Prepare(
            new WorkerBundle([Module("main.js", "export default {}"), .. Enumerable.Range(0, count).Select(i => Module($"{i}.js", Source(i)))]),
            new ScriptCache(1 << 30), limits);
        Assert.NotNull(Prepare(1));
        Assert.Equal(WorkerOutcome.ExceededMemory, Assert.Throws<WorkerLoadException>(() => Prepare(20)).Failure.Outcome);
    }

    private static ParseBudget Budget(ExecutionLimits? limits = null) => new(1 << 20, limits ?? ExecutionLimits.Default);

    private static WorkerModule Module(string name, string source) => new(name, WorkerModuleKind.EsModule, Encoding.UTF8.GetBytes(source));
}
