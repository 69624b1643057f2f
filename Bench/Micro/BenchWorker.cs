using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.Bench.Micro;

/// <summary>A worker in a runtime of this process, without a server.</summary>
internal sealed class BenchWorker : IDisposable
{
    private readonly WorkerRuntime _runtime = new();
    private readonly Worker _worker;

    /// <summary>Loads it.</summary>
    public BenchWorker(string source, IsolationMode isolation) => _worker = _runtime.Load(new()
    {
        Name = "bench",
        Bundle = WorkerBundle.FromSource(source),
        Isolation = isolation,
        // So much that no loop of a benchmark meets a limit.
        Limits = new ExecutionLimits { CpuMilliseconds = 10_000, TurnMilliseconds = 60_000, AllocationBytes = 1L << 30 },
    });

    /// <summary>Asks it, and reads the answer to its end.</summary>
    /// <returns>The bytes of the answer's body.</returns>
    /// <exception cref="BenchException">It did not answer.</exception>
    public async Task<long> AskAsync(byte[]? body = null)
    {
        var result = await _worker.FetchAsync(new()
        {
            Method = body is null ? "GET" : "POST",
            Url = "http://bench.example/",
            Body = body is null ? null : new MemoryStream(body),
            ContentLength = body?.Length,
        });
        if (result.Response is not { } response)
        {
            throw new BenchException(result.Failure!.Message);
        }

        if (response.Body is not { } stream)
        {
            return response.Bytes.Length;
        }

        await using (stream)
        {
            var counted = 0L;
            var buffer = new byte[1 << 14];
            for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
            {
                counted += read;
            }

            return counted;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _runtime.Dispose();
}
