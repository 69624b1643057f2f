using PureEdge.Engine.Events;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.Isolates.Fork;
using PureEdge.Engine.Scripts;
using PureEdge.Limits;

namespace PureEdge.Engine;

/// <summary>
/// Runs workers: what they share (parsed code, processor slots, the way out) is here. One a process is the rule.
/// </summary>
/// <example>
/// <code>
/// using var runtime = new WorkerRuntime();
/// var worker = runtime.Load(new WorkerDefinition { Name = "hello", Bundle = WorkerBundle.FromSource(source) });
/// var result = await worker.FetchAsync(new WorkerRequest { Method = "GET", Url = "http://example.com/" });
/// </code>
/// </example>
/// <remarks>Thread-safe.</remarks>
public sealed class WorkerRuntime : IDisposable
{
    // How many times longer than an idle isolate its image is kept.
    private const int ImageLifetimes = 6;

    private readonly WorkerRuntimeOptions _options;
    private readonly SlotScheduler _scheduler;
    private readonly ScriptCache _scripts;
    private readonly ImageStore _images;
    private readonly IOutboundFetcher _outbound;
    private readonly IResponseCache _responseCache;
    private readonly IWorkerObserver _observer;
    private readonly ITimer _eviction;
    private readonly Watchdog _watchdog;
    private readonly Lock _gate = new();
    private readonly List<WeakReference<Worker>> _workers = [];

    /// <summary>Makes a runtime.</summary>
    /// <param name="options">What its workers share; the defaults if <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it.</exception>
    public WorkerRuntime(WorkerRuntimeOptions? options = null)
    {
        _options = (options ?? new()).Validate();
        _scheduler = new SlotScheduler(_options.Slots, _options.Time);
        _watchdog = new Watchdog(_scheduler, _options.WatchdogTime);
        _scripts = new ScriptCache(_options.ScriptCacheBytes);
        _images = new ImageStore(_options.ImageBytes, _options.Time);
        _outbound = _options.Outbound ?? new ClosedOutbound();
        _responseCache = _options.ResponseCache ?? new MemoryResponseCache();
        _observer = _options.Observer ?? new SilentObserver();
        var interval = TimeSpan.FromTicks(Math.Max(_options.IdleIsolateLifetime.Ticks / 4, TimeSpan.TicksPerSecond));
        _eviction = _options.Time.CreateTimer(_ => EvictIdleIsolates(), null, interval, interval);
    }

    /// <summary>What the parsed-code cache holds and how often it helped.</summary>
    public ScriptCacheReport ScriptCache => new(_scripts.Hits, _scripts.Misses, _scripts.Count, _scripts.Bytes);

    /// <summary>Bytes of the images that isolates are copied from.</summary>
    public long ImageBytes => _images.Bytes;

    /// <summary>Turns that run, and turns that wait for a slot.</summary>
    public (int Running, int Waiting) Turns => (_scheduler.Running, _scheduler.Waiting);

    /// <summary>How often turns have waited for a slot since the start, and how long together.</summary>
    public (long Count, TimeSpan Time) Waits => _scheduler.Waits;

    /// <summary>The workers that were loaded and are still in use, also those of versions that only finish their last requests.</summary>
    public IReadOnlyList<Worker> Workers
    {
        get
        {
            lock (_gate)
            {
                return [.. _workers.Select(static reference => reference.TryGetTarget(out var worker) ? worker : null).OfType<Worker>()];
            }
        }
    }

    /// <summary>Parses a worker. Nothing of it runs until its first event, or <see cref="Worker.StartAsync"/>.</summary>
    /// <param name="definition">The worker.</param>
    /// <exception cref="WorkerLoadException">Its code does not parse; the failure says where.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of its range; the message names it.</exception>
    public Worker Load(WorkerDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        definition.Limits.Validate();
        var bundle = Prepare(definition);
        var pool = new IsolatePool(definition, _observer, _options.Slots)
        {
            Scheduler = _scheduler,
            Share = new SchedulerShare(_options.Time) { OnWaited = ticks => _observer.OnWaited(definition.Name, System.Diagnostics.Stopwatch.GetElapsedTime(0, ticks)) },
            Limits = definition.Limits,
            AllowsEval = definition.AllowsEval,
            HasNodeModules = definition.HasNodeModules,
            FlightRecorder = _options.FlightRecorder,
            VersionLabel = definition.VersionLabel,
            Bundle = bundle,
            Time = _options.Time,
            Outbound = _outbound,
            ResponseCache = _responseCache,
            WorkerId = definition.Id,
        };
        var worker = new Worker(new WorkerVersion(definition, bundle), pool, _images, _observer);
        lock (_gate)
        {
            _workers.Add(new(worker));
        }

        return worker;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watchdog.Dispose();
        _eviction.Dispose();
    }

    private PreparedBundle Prepare(WorkerDefinition definition)
    {
        var note = _options.FlightRecorder?.Begin(definition.VersionLabel);
        try
        {
            return PreparedBundle.Prepare(definition.Bundle, _scripts, definition.Limits, _scheduler, _options.WasmCodeCache);
        }
        finally
        {
            if (note is { } taken)
            {
                _options.FlightRecorder!.End(taken);
            }
        }
    }

    private void EvictIdleIsolates()
    {
        var lifetime = (long)(_options.IdleIsolateLifetime.TotalSeconds * _options.Time.TimestampFrequency);
        var since = _options.Time.GetTimestamp() - lifetime;
        // An image is for the isolates that come after.
        _images.DropIdleSince(since - (ImageLifetimes * lifetime));
        WeakReference<Worker>[] workers;
        lock (_gate)
        {
            _workers.RemoveAll(static w => !w.TryGetTarget(out _));
            workers = [.. _workers];
        }

        foreach (var reference in workers)
        {
            if (reference.TryGetTarget(out var worker))
            {
                worker.EvictIdleSince(since);
            }
        }
    }

    private sealed class ClosedOutbound : IOutboundFetcher
    {
        public Task<WorkerResponse> FetchAsync(WorkerRequest request, CancellationToken cancellationToken) =>
            Task.FromException<WorkerResponse>(new HostErrorException(
                HostErrorKind.TypeError, "fetch failed: this host makes no outbound requests (set WorkerRuntimeOptions.Outbound)."));
    }

    private sealed class SilentObserver : IWorkerObserver
    {
        public void OnLog(WorkerLogEntry entry)
        {
        }

        public void OnCompleted(string worker, WorkerFailure? failure, UsageReport usage)
        {
        }

        public void OnThreadLost(string worker, int lostThreads)
        {
        }

        public void OnFault(string worker, Exception exception)
        {
        }
    }
}

/// <summary>The state of the parsed-code cache.</summary>
/// <param name="Hits">Requests served from it.</param>
/// <param name="Misses">Requests that had to parse.</param>
/// <param name="Entries">Modules it holds.</param>
/// <param name="Bytes">Their estimated memory in bytes.</param>
public readonly record struct ScriptCacheReport(long Hits, long Misses, int Entries, long Bytes);
