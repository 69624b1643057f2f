using PureEdge.Engine.Isolates;
using PureEdge.Engine.Isolates.Fork;

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
    private Task? _collected;
    private int _waiting;

    public IsolatePool(WorkerDefinition definition, IWorkerObserver observer, int maxIsolates)
    {
        _definition = definition;
        _observer = observer;
        _maxIsolates = maxIsolates;
    }

    /// <inheritdoc/>
    public override bool KeepsIsolates => _definition.Isolation == IsolationMode.Shared;

    /// <summary>What isolates after the first are copied from.</summary>
    public VersionImage? Image { get; set; }

    /// <summary>Isolates that live.</summary>
    public int Count => Volatile.Read(ref _isolates).Length;

    /// <summary>Those that live.</summary>
    public IReadOnlyList<Isolate> Isolates => Volatile.Read(ref _isolates);

    /// <summary>
    /// Puts the beginning of an event into the best isolate's mailbox; but what a dead isolate kept counts against its worker until the
    /// collector has taken it back, else two of them would be resident at once.
    /// </summary>
    public void Begin(EventTurn turn)
    {
        if (Volatile.Read(ref _collected) is { } collected)
        {
            if (!collected.IsCompleted)
            {
                _ = BeginAfterAsync(collected, turn);
                return;
            }

            _ = Interlocked.CompareExchange(ref _collected, null, collected);
        }

        while (!Pick().Post(turn, mayRunHere: true))
        {
            // The isolate died between the choice and the post; it has left the array by now.
        }
    }

    private async Task BeginAfterAsync(Task collected, EventTurn turn)
    {
        if (Interlocked.Increment(ref _waiting) > Limits.QueuedEvents)
        {
            turn.Fail(Isolate.TooManyQueued(Limits));
        }
        else
        {
            await collected.ConfigureAwait(false);
            Begin(turn);
        }

        Interlocked.Decrement(ref _waiting);
    }

    /// <summary>Takes in an isolate whose top level has run.</summary>
    /// <returns><see langword="false"/> when it is dead, there are as many as may be, or none is kept.</returns>
    public bool TryKeep(Isolate isolate)
    {
        if (!KeepsIsolates)
        {
            return false;
        }

        lock (_gate)
        {
            if (_isolates.Length >= _maxIsolates)
            {
                return false;
            }

            _isolates = [.. _isolates, isolate];
        }

        // One that ended before it was in the array has to leave it here.
        if (isolate.Death is { } reason)
        {
            OnDied(isolate, reason, Task.CompletedTask);
            return false;
        }

        return true;
    }

    /// <summary>Ends isolates that were idle since a time stamp.</summary>
    /// <returns>How many ended.</returns>
    public int EvictIdleSince(long timestamp) =>
        Volatile.Read(ref _isolates).Count(isolate => isolate.LastUsed < timestamp && isolate.TryEvict());

    /// <inheritdoc/>
    public override void Log(WorkerLogLevel level, string text, object? tag, bool isUncaught = false) =>
        _observer.OnLog(new(_definition.Name, level, text, tag) { UncaughtIn = isUncaught ? _definition : null });

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
    public override void OnDied(Isolate isolate, WorkerFailure reason, Task collected)
    {
        if (!collected.IsCompleted)
        {
            Volatile.Write(ref _collected, collected);
        }

        if (isolate.IsFork && reason.Outcome == WorkerOutcome.InternalError)
        {
            // It may be the copy that is at fault.
            Image?.Refuse("PureEdge failed in an isolate that was a copy");
        }

        lock (_gate)
        {
            _isolates = Array.FindAll(_isolates, other => !ReferenceEquals(other, isolate));
        }

        if (!isolate.IsForImage)
        {
            _observer.OnIsolate(_definition.Name, reason);
        }
    }

    /// <summary>Makes an isolate, which is not one of the pool yet.</summary>
    /// <param name="image">What it is copied from; without it its first turn runs the top level.</param>
    public Isolate Create(IsolateImage? image = null)
    {
        _observer.OnIsolate(_definition.Name, null);
        return new Isolate(this, image);
    }

    private Isolate Pick()
    {
        if (!KeepsIsolates)
        {
            return Create(Image?.Take());
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

            var created = Create(Image?.Take());
            _isolates = [.. _isolates, created];
            return created;
        }
    }
}
