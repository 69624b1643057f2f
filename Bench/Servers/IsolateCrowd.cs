using PureEdge.Engine;

namespace PureEdge.Bench.Servers;

/// <summary>Many workers in one process, without a server around them: what is measured is the engine's memory and nothing of Kestrel's.</summary>
internal static class IsolateCrowd
{
    private const int WarmWorkers = 200;

    /// <summary>Loads the workers, requests each once, and answers with its memory before, after loading and after the requests.</summary>
    public static async Task RunAsync(int count)
    {
        Roles.PrepareThreadPool();
        using var runtime = new WorkerRuntime(new WorkerRuntimeOptions { IdleIsolateLifetime = TimeSpan.FromHours(12) });
        var warm = await LoadAsync(runtime, "warm", WarmWorkers);
        await RequestAsync(warm);
        var before = ProcessMemory.Measure();
        var workers = await LoadAsync(runtime, "idle", count);
        var loaded = ProcessMemory.Measure();
        await RequestAsync(workers);
        var after = ProcessMemory.Measure();
        var isolates = workers.Sum(w => w.IsolateCount);
        GC.KeepAlive(warm);
        // A child that has nothing to serve is ready where nobody connects.
        Console.WriteLine("ready http://127.0.0.1:1");
        await Roles.WaitForParentAsync(question => question == MeasuredHost.MemoryQuestion ? $"{before};{loaded};{after};{isolates}" : null);
    }

    private static Task<Worker[]> LoadAsync(WorkerRuntime runtime, string prefix, int count) => Task.Run(() =>
        Enumerable.Range(0, count).Select(i => runtime.Load(new WorkerDefinition
        {
            Name = $"{prefix}{i}",
            Bundle = WorkerBundle.FromSource(Workload.HelloSource),
        })).ToArray());

    private static Task RequestAsync(Worker[] workers) => Task.Run(async () =>
    {
        foreach (var worker in workers)
        {
            var result = await worker.FetchAsync(new WorkerRequest { Method = "GET", Url = $"http://{worker.Definition.Name}.localhost/" });
            if (result.Response is not { Status: 200 } response)
            {
                throw new BenchException($"The worker '{worker.Definition.Name}' did not answer: {result.Failure?.Message}");
            }

            if (response.Body is { } body)
            {
                await body.DisposeAsync();
            }

            await result.Completed;
        }
    });
}
