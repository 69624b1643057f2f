using PureEdge.Engine.Isolates;

namespace PureEdge.Engine.Events;

/// <summary>
/// The isolates of one worker version: one while that is enough, up to one a core when requests would wait. In the isolation
/// mode <c>request</c> every request gets its own.
/// </summary>
/// <remarks>Thread-safe: the array is replaced, never changed.</remarks>
internal sealed class IsolatePool : IsolateHost
{
    private readonly Lock _gate = new();
    private readonly IWorkerObserver _observer;
    private readonly WorkerDefinition _definition;
    private readonly int _maxIsolates;
    private Isolate[] _isolates = [];
    private WorkerFailure? _quarantined;

    public IsolatePool(WorkerDefinition definition, IWorkerObserver observer, int maxIsolates)
    {
        _definition = definition;
        _observer = observer;
        _maxIsolates = maxIsolates;
    }

    /// <inheritdoc/>
    public override bool KeepsIsolates => _definition.Isolation == IsolationMode.Shared;

    /// <summary>Isolates that live.</summary>
    public int Count => Volatile.Read(ref _isolates).Length;

    /// <summary>Those that live.</summary>
    public IReadOnlyList<Isolate> Isolates => Volatile.Read(ref _isolates);

    /// <summary>Puts the beginning of an event into the best isolate's mailbox.</summary>
    public void Begin(EventTurn turn)
    {
        while (!Pick().Post(turn, mayRunHere: true))
        {
            // The isolate died between the choice and the post; it has left the array by now.
        }
    }

    /// <summary>Ends isolates that were idle since a time stamp.</summary>
    /// <returns>How many ended.</returns>
    public int EvictIdleSince(long timestamp) =>
        Volatile.Read(ref _isolates).Count(isolate => isolate.LastUsed < timestamp && isolate.TryEvict());

    /// <inheritdoc/>
    public override void Log(WorkerLogLevel level, string text) => _observer.OnLog(new(_definition.Name, level, text));

    /// <inheritdoc/>
    public override void ReportFault(Exception exception) => _observer.OnFault(_definition.Name, exception);

    /// <summary>Why no isolate of this version is run any more, or <see langword="null"/>.</summary>
    public WorkerFailure? Quarantined => Volatile.Read(ref _quarantined);

    /// <inheritdoc/>
    public override void OnLost(WorkerFailure reason, int lostThreads)
    {
        Volatile.Write(ref _quarantined, reason with { Outcome = WorkerOutcome.Quarantined });
        _observer.OnThreadLost(_definition.Name, lostThreads);
    }

    /// <inheritdoc/>
    public override void OnDied(Isolate isolate, WorkerFailure reason)
    {
        lock (_gate)
        {
            _isolates = Array.FindAll(_isolates, other => !ReferenceEquals(other, isolate));
        }
    }

    private Isolate Pick()
    {
        if (!KeepsIsolates)
        {
            return new Isolate(this);
        }

        var isolates = Volatile.Read(ref _isolates);
        Isolate? best = null;
        foreach (var isolate in isolates)
        {
            if (!isolate.IsActive)
            {
                return isolate;
            }

            if (best is null || isolate.Queued < best.Queued)
            {
                best = isolate;
            }
        }

        if (best is not null && (isolates.Length >= _maxIsolates || !Scheduler.HasFreeSlot))
        {
            return best;
        }

        lock (_gate)
        {
            if (_isolates.Length >= _maxIsolates)
            {
                return _isolates[0];
            }

            var created = new Isolate(this);
            _isolates = [.. _isolates, created];
            return created;
        }
    }
}
