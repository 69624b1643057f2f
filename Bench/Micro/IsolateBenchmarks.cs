using BenchmarkDotNet.Attributes;
using PureEdge.Engine;

namespace PureEdge.Bench.Micro;

/// <summary>A request in an isolate that is there, in one that is made for it, and in one whose top level has to run: the differences are what making costs.</summary>
public class IsolateBenchmarks
{
    private const string Hello = "export default { fetch() { return new Response('Hello'); } }";

    // Something that no image can hold, so that the top level runs for each.
    private const string TopLevel = """
        const made = new WeakRef({});
        const parts = Array.from({ length: 20 }, (_, i) => class { static name = "part" + i; run() { return i; } });
        export default { fetch() { return new Response(made && parts[7].name); } }
        """;

    private BenchWorker _kept = null!;
    private BenchWorker _own = null!;
    private BenchWorker _topLevel = null!;

    /// <summary>Loads the workers.</summary>
    [GlobalSetup]
    public void Load()
    {
        _kept = new(Hello, IsolationMode.Shared);
        _own = new(Hello, IsolationMode.Request);
        _topLevel = new(TopLevel, IsolationMode.Request);
    }

    /// <summary>Ends them.</summary>
    [GlobalCleanup]
    public void End()
    {
        _kept.Dispose();
        _own.Dispose();
        _topLevel.Dispose();
    }

    /// <summary>The handler of a hello worker, called in the isolate that is there.</summary>
    [Benchmark(Baseline = true)]
    public Task<long> HandlerCall() => _kept.AskAsync();

    /// <summary>The same in an isolate of its own: an engine, its realm, the module, the call.</summary>
    [Benchmark]
    public Task<long> IsolateAndHandlerCall() => _own.AskAsync();

    /// <summary>The same with a top level that does something.</summary>
    [Benchmark]
    public Task<long> IsolateWithTopLevel() => _topLevel.AskAsync();
}
