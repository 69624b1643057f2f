using System.Text;
using PureEdge.Engine.Scripts;
using PureEdge.Engine.Tests.Events;

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
        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => cache.Get(Module("a.js", "export default 1;")))));
        Assert.Single(all.Distinct(ReferenceEqualityComparer.Instance));
        Assert.Equal(1, cache.Misses);
    }

    [Fact]
    public void The_least_recently_used_goes_first_when_the_bound_is_reached()
    {
        var cache = new ScriptCache(100_000);
        var source = "export default " + new string('1', 1_000) + ";";
        for (var i = 0; i < 3; i++)
        {
            cache.Get(Module($"{i}.js", source));
        }

        cache.Get(Module("0.js", source));
        cache.Get(Module("3.js", source));
        Assert.True(cache.Bytes <= 100_000, $"{cache.Bytes} bytes");
        Assert.Equal(3, cache.Count);
        var misses = cache.Misses;
        cache.Get(Module("0.js", source));
        Assert.Equal(misses, cache.Misses);
        cache.Get(Module("1.js", source));
        Assert.Equal(misses + 1, cache.Misses);
    }

    [Fact]
    public void A_source_that_does_not_parse_is_not_kept()
    {
        var cache = new ScriptCache(1 << 20);
        Assert.Throws<WorkerLoadException>(() => cache.Get(Module("a.js", "export default (")));
        Assert.Equal((0, 0L), (cache.Count, cache.Bytes));
    }

    private static WorkerModule Module(string name, string source) => new(name, WorkerModuleKind.EsModule, Encoding.UTF8.GetBytes(source));
}
