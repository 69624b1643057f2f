using BenchmarkDotNet.Attributes;
using PureEdge.Engine;

namespace PureEdge.Bench.Micro;

/// <summary>Operations of the web platform as a script does them, a thousand in a request.</summary>
public class PlatformBenchmarks
{
    private const int Times = 1_000;

    private readonly byte[] _chunks = new byte[Times * 1024];
    private BenchWorker _urls = null!;
    private BenchWorker _headers = null!;
    private BenchWorker _pieces = null!;
    private BenchWorker _nothing = null!;

    /// <summary>Loads the workers.</summary>
    [GlobalSetup]
    public void Load()
    {
        _nothing = Looping("");
        _urls = Looping("new URL('/a/../b?c=d#e', 'https://example.com:8080/x/y')");
        _headers = Looping("const h = new Headers({ accept: '*/*' }); h.set('X-A', 'b'); h.get('x-a')");
        _pieces = new(
            "export default { fetch(request) { return new Response(request.body.pipeThrough(new TransformStream({ transform(chunk, c) { for (let i = 0; i < chunk.length; i += 1024) c.enqueue(chunk.subarray(i, i + 1024)); } }))); } }",
            IsolationMode.Shared);
    }

    /// <summary>Ends them.</summary>
    [GlobalCleanup]
    public void End()
    {
        _nothing.Dispose();
        _urls.Dispose();
        _headers.Dispose();
        _pieces.Dispose();
    }

    /// <summary>An empty iteration, to be taken off the others.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Times)]
    public Task<long> Iteration() => _nothing.AskAsync();

    /// <summary>A URL against a base.</summary>
    [Benchmark(OperationsPerInvoke = Times)]
    public Task<long> Url() => _urls.AskAsync();

    /// <summary>Headers made, one set, one read.</summary>
    [Benchmark(OperationsPerInvoke = Times)]
    public Task<long> Headers() => _headers.AskAsync();

    /// <summary>A chunk of 1 KiB through a transform in JavaScript and out to the host.</summary>
    [Benchmark(OperationsPerInvoke = Times)]
    public Task<long> StreamChunk() => _pieces.AskAsync(_chunks);

    private static BenchWorker Looping(string statement) =>
        new($"export default {{ fetch() {{ for (let i = 0; i < {Times}; i++) {{ {statement}; }} return new Response('x'); }} }}", IsolationMode.Shared);
}
