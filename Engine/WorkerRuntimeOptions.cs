using PureEdge.Wasm;

namespace PureEdge.Engine;

/// <summary>What all workers of a process share.</summary>
public sealed record WorkerRuntimeOptions
{
    /// <summary>Turns that run at once; 1 to 1,024. Default the number of processors: more would only take time from each other.</summary>
    public int Slots { get; init; } = Environment.ProcessorCount;

    /// <summary>Estimated memory of parsed code that is kept, in bytes; 1 MB to 64 GB. Default 256 MB.</summary>
    public long ScriptCacheBytes { get; init; } = 256L << 20;

    /// <summary>
    /// Memory of the images that further isolates of a worker are copied from, in bytes; 0 to 64 GB, and with 0 each isolate runs the
    /// top level. An image takes about one and a half times what the top level leaves behind, and at most an eighth of this. Default 256 MB.
    /// </summary>
    public long ImageBytes { get; init; } = 256L << 20;

    /// <summary>How long an isolate may idle before it ends; 1 second to 1 day. Default 10 minutes.</summary>
    public TimeSpan IdleIsolateLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The clock of the watchdog. Threads hang in the system's time, whatever <see cref="Time"/> says; for its tests.</summary>
    internal TimeProvider WatchdogTime { get; init; } = TimeProvider.System;

    /// <summary>Makes the workers' own requests. Default: they are refused.</summary>
    public IOutboundFetcher? Outbound { get; init; }

    /// <summary>Keeps the responses of <c>caches</c>. Default a <see cref="MemoryResponseCache"/> with its defaults.</summary>
    public IResponseCache? ResponseCache { get; init; }

    /// <summary>Keeps what modules of WebAssembly that come with bundles are compiled to. Default: nobody does, and each process compiles them.</summary>
    public IWasmCodeCache? WasmCodeCache { get; init; }

    /// <summary>Hears what workers log and how their events end. Default: nobody does.</summary>
    public IWorkerObserver? Observer { get; init; }

    /// <summary>Notes who is running, in case the process dies. Default: nobody does.</summary>
    public IFlightRecorder? FlightRecorder { get; init; }

    internal WorkerRuntimeOptions Validate()
    {
        var errors = new List<string>();
        Check(nameof(Slots), Slots, 1, 1024);
        Check(nameof(ScriptCacheBytes), ScriptCacheBytes, 1 << 20, 64L << 30);
        Check(nameof(ImageBytes), ImageBytes, 0, 64L << 30);
        Check(nameof(IdleIsolateLifetime), (long)IdleIsolateLifetime.TotalSeconds, 1, 86_400);
        return errors.Count == 0 ? this : throw new ArgumentOutOfRangeException(null, string.Join(" ", errors));

        void Check(string name, long value, long least, long most)
        {
            if (value < least || value > most)
            {
                errors.Add($"Option '{name}' is {value}; it must be from {least} to {most}.");
            }
        }
    }
}
