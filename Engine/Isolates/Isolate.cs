using System.Diagnostics;
using System.Runtime.CompilerServices;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Diagnostics;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Isolates.Fork;
using PureEdge.Limits;
using PureEdge.Limits.Memory;

namespace PureEdge.Engine.Isolates;

/// <summary>
/// One engine and its mailbox. Items of the mailbox run as turns, one at a time, on whatever thread the scheduler gives; many
/// requests interleave. After a kill the engine's state cannot be trusted: the isolate is dead and says why.
/// </summary>
/// <remarks>The mailbox is guarded by its lock; everything else is owned by the turn that runs.</remarks>
internal sealed partial class Isolate : IRealmHost
{
    private readonly Lock _gate = new();
    private readonly IsolateHost _host;
    private readonly List<JsValue> _rejections = [];
    private List<(JsValue Promise, JsValue Reason)>? _handledLate;
    // Promises of which unhandledrejection told, with their reasons, as long as they live.
    private ConditionalWeakTable<JsValue, JsValue>? _reported;
    private readonly HashSet<EventScope> _openScopes = [];
    private readonly Action _onSlice;
    private TurnItem? _first;
    private TurnItem? _last;
    private int _queued;
    private bool _active;
    private LimitTurn _turn;
    private RequestScope _scope;
    private TurnItem? _running;
    private WorkerFailure? _death;
    private Action _parkIfDue = static () => { };
    private long _runningSince;
    private long _turnBegan;

    /// <summary>Makes an isolate.</summary>
    /// <param name="host">What it has in common with the version's others.</param>
    /// <param name="image">What its engine is copied from; else the engine is new and nothing has run in it.</param>
    public Isolate(IsolateHost host, IsolateImage? image = null)
    {
        _host = host;
        _scope = new StartupScope(host.Limits);
        _retained = new RetainedBound(host.Limits, Measure);
        _onSlice = EndSlice;
        Share = host.Share;
        _timeOrigin = _now = host.Time.GetUtcNow().ToUnixTimeMilliseconds();
        LastUsed = host.Time.GetTimestamp();
        _image = image;
        IsFork = image is not null;
    }

    /// <summary>The clock of its timers.</summary>
    public TimeProvider Time => _host.Time;

    /// <summary>The worker's share of the processor, which the scheduler compares.</summary>
    public SchedulerShare Share { get; }

    /// <summary>How long a turn may run, in milliseconds.</summary>
    public int TurnMilliseconds => _host.Limits.TurnMilliseconds;

    /// <summary>Why the isolate takes no more work, or <see langword="null"/> while it lives.</summary>
    public WorkerFailure? Death => Volatile.Read(ref _death);

    /// <summary>Whether it runs or waits for a slot.</summary>
    public bool IsActive => Volatile.Read(ref _active);

    /// <summary>Items that wait in the mailbox.</summary>
    public int Queued => Volatile.Read(ref _queued);

    /// <summary>When it last finished a turn, as a time stamp of the host's time provider.</summary>
    public long LastUsed { get; private set; }

    /// <summary>Operations of the host that will bring a turn, over all requests.</summary>
    public int PendingOperations => _openScopes.Sum(static s => s.Pending);

    /// <inheritdoc/>
    public RequestScope Scope => _scope;

    /// <inheritdoc/>
    public IOutboundFetcher Outbound => _host.Outbound;

    /// <inheritdoc/>
    public IResponseCache ResponseCache => _host.ResponseCache;

    /// <inheritdoc/>
    public string WorkerId => _host.WorkerId;

    /// <summary>Puts an item into the mailbox and sees that it runs, at once on this thread when thread and slot are free.</summary>
    /// <returns><see langword="false"/> when the isolate is dead. An item that was refused because the mailbox is full has failed.</returns>
    public bool Post(TurnItem item, bool mayRunHere)
    {
        // Read without the lock: posters that come at the same moment may exceed the cap by their number.
        if (item.MayBeRefused && Queued >= _host.Limits.QueuedEvents)
        {
            item.Fail(TooManyQueued(_host.Limits));
            return true;
        }

        lock (_gate)
        {
            if (_death is not null)
            {
                return false;
            }

            if (_last is null)
            {
                _first = item;
            }
            else
            {
                _last.Next = item;
            }

            _last = item;
            _queued++;
            if (_active)
            {
                return true;
            }

            _active = true;
        }

        _host.Scheduler.Submit(this, mayRunHere);
        return true;
    }

    /// <summary>What an event is told that finds no place in the queue.</summary>
    public static WorkerFailure TooManyQueued(ExecutionLimits limits) =>
        new(WorkerOutcome.Overloaded, $"{limits.QueuedEvents} events and continuations wait in the isolate, as many as may.") { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <inheritdoc/>
    public void Post(RequestScope scope, Action action) => Post(new ActionTurn(scope, action), mayRunHere: false);

    /// <summary>Runs the next item. Called by the scheduler, which holds a slot for it.</summary>
    /// <returns><see langword="false"/> when the mailbox is empty: the isolate is idle and gives its slot back.</returns>
    /// <param name="parkIfDue">Called at the end of every slice; it returns when the turn may go on.</param>
    public bool RunNext(Action parkIfDue)
    {
        TurnItem? item;
        lock (_gate)
        {
            item = _first;
            if (item is null)
            {
                _active = false;
                return false;
            }

            _first = item.Next;
            _last = _first is null ? null : _last;
            _queued--;
        }

        _parkIfDue = parkIfDue;
        var note = _host.FlightRecorder?.Begin(_host.VersionLabel);
        RunTurn(item);
        if (note is { } taken)
        {
            _host.FlightRecorder!.End(taken);
        }

        return true;
    }

    /// <summary>Charges what follows to another request.</summary>
    public RequestScope SwitchScope(RequestScope scope)
    {
        var previous = _scope;
        if (!ReferenceEquals(previous, scope))
        {
            BeginTurnOf(scope);
            _turn.Switch(scope.Limits);
            _scope = scope;
            EndTurnOf(previous);
        }

        return previous;
    }

    /// <summary>The event's promise reactions and timers belong to this isolate until it ends.</summary>
    public void Open(EventScope scope)
    {
        _openScopes.Add(scope);
        if (!_host.KeepsIsolates)
        {
            _ = DieWithAsync(scope);
        }
    }

    /// <summary>Reports a fault of PureEdge.</summary>
    public void ReportFault(Exception exception) => _host.ReportFault(exception);

    /// <summary>Takes no more work: its top level failed.</summary>
    public void Discard(WorkerFailure reason) => Die(reason);

    /// <summary>The thread that runs its turn hangs in a call that nothing can interrupt. May be called on any thread.</summary>
    /// <param name="lostThreads">Threads that were lost so far.</param>
    public void Lose(int lostThreads)
    {
        var failure = new WorkerFailure(
            WorkerOutcome.ExceededWall, $"The worker hung for {TurnMilliseconds / 1000} seconds and more in a call that cannot be interrupted. This version is not run any more.");
        _host.OnLost(failure, lostThreads);
        _scope.Limits.Cancel();
        (_running?.Scope as EventScope)?.LoseTurn();
        _running?.Fail(failure);
        foreach (var scope in OpenScopesSeenFromOutside())
        {
            scope.LoseTurn();
            scope.Fail(failure);
        }

        Die(failure);
    }

    /// <summary>Ends the isolate if nothing runs or waits in it.</summary>
    /// <returns>Whether it ended.</returns>
    public bool TryEvict()
    {
        lock (_gate)
        {
            if (_active || _openScopes.Count > 0)
            {
                return false;
            }
        }

        Die(new(WorkerOutcome.Ok, "The isolate was idle."));
        return true;
    }

    // The turn that owns the set hangs; should it come back at this very moment, its own end fails them.
    private EventScope[] OpenScopesSeenFromOutside()
    {
        try
        {
            return [.. _openScopes];
        }
        catch (InvalidOperationException)
        {
            return [];
        }
    }

    private async Task DieWithAsync(EventScope scope)
    {
        await scope.Completed;
        DieWithRequest();
    }

    private void DieWithRequest() => Die(new(WorkerOutcome.Ok, "The request is over."));

    private void RunTurn(TurnItem item)
    {
        _runningSince = Stopwatch.GetTimestamp();
        _turnBegan = _host.Time.GetTimestamp();
        _now = _host.Time.GetUtcNow().ToUnixTimeMilliseconds();
        FrozenTimeSystem.SetForThread(_now);
        _scope = item.Scope;
        _running = item;
        (item.Scope as EventScope)?.BeginTurn();
        _retained.BeginTurn();
        try
        {
            MakeEngine();
            Realm.Context = null;
            using (_turn = Engine.BeginTurn(item.Scope.Limits, _onSlice, _retained))
            {
                item.Scope.PayWhatIsDue();
                item.Run(this);
                Engine.Advanced.ProcessTasks();
                ReportRejections();
                if (_turn.ExceededStack)
                {
                    // The script may catch the error, but unwinding a deep stack was felt by everybody.
                    Share.Breaker.Add(RunningTime());
                }
            }

            _askedForTime |= FrozenTimeSystem.WasAsked;
            EndWhatCannotContinue();
            LimitRetained(item.Scope);
            item.AfterTurn(this, _onSlice);
        }
        catch (LimitExceededException e)
        {
            Kill(item, e, LimitOutcome.Failure(e, _host.Bundle));
        }
        catch (JavaScriptException e)
        {
            Kill(item, e, ErrorText.Failure(e.Error));
        }
        catch (Exception e)
        {
            // Whatever else comes out of the interpreter is a fault of ours or of its own; the isolate pays, the process does not.
            _host.ReportFault(e);
            Kill(item, e, new(WorkerOutcome.InternalError, "PureEdge failed while it ran the worker."));
        }

        EndTurnOf(_scope);
        _running = null;
        (item.Scope as EventScope)?.EndTurn();
        if (!_host.KeepsIsolates && item.Scope is EventScope { HasEnded: true })
        {
            // Here, so that it does not depend on threads whether what waits in the mailbox still runs.
            DieWithRequest();
        }

        LastUsed = _host.Time.GetTimestamp();
    }

    // The turn's own event has it from its beginning to its end, whatever it does for others in between.
    private void BeginTurnOf(RequestScope scope)
    {
        if (!ReferenceEquals(scope, _running?.Scope))
        {
            (scope as EventScope)?.BeginTurn();
        }
    }

    private void EndTurnOf(RequestScope scope)
    {
        if (!ReferenceEquals(scope, _running?.Scope))
        {
            (scope as EventScope)?.EndTurn();
        }
    }

    private void EndSlice()
    {
        var ended = Stopwatch.GetTimestamp();
        _parkIfDue();
        _runningSince += Stopwatch.GetTimestamp() - ended;
    }

    /// <summary>How long the turn has run, waiting for a slot not included.</summary>
    private TimeSpan RunningTime() => Stopwatch.GetElapsedTime(_runningSince);

    /// <summary>
    /// When nothing of the host is pending for any request of the isolate, and no other isolate may call into it, no promise can settle any
    /// more: requests without an answer would hang, and those that only wait for such promises are over.
    /// </summary>
    private void EndWhatCannotContinue()
    {
        _openScopes.RemoveWhere(static s => s.HasEnded);
        if (_openScopes.Count == 0 || Queued > 0 || PendingOperations > 0 || _openScopes.Any(static s => s.IsReachable))
        {
            return;
        }

        foreach (var scope in _openScopes.ToArray())
        {
            scope.EndBecauseNothingIsPending();
        }
    }

    private void Kill(TurnItem item, Exception cause, WorkerFailure failure)
    {
        // By the time the exception arrives here the running continuation's request is no longer current; its budget knows.
        var culprit = _openScopes.FirstOrDefault(s => ReferenceEquals(s.Limits.Exceeded, cause)) ?? item.Scope as EventScope;
        if (failure.Limit is not null)
        {
            Share.Breaker.Add(RunningTime());
            failure = culprit?.IsOnRations == true ? Share.Breaker.Refusal(failure) : failure;
        }

        CountAllocated(item.Scope);
        culprit?.Fail(failure);
        if (culprit is null)
        {
            item.Fail(failure);
        }

        // What an isolate keeps is kept by all of them.
        var others = failure.Limit?.Kind == LimitKind.RetainedMemory
            ? failure
            : new(WorkerOutcome.Canceled, $"Another request of this worker ended the isolate ({failure.Outcome.ToWireName()}); try again.");
        foreach (var scope in _openScopes.ToArray())
        {
            scope.Fail(others);
        }

        Die(failure);
    }

    private void Die(WorkerFailure failure)
    {
        TurnItem? abandoned;
        lock (_gate)
        {
            if (_death is not null)
            {
                return;
            }

            Volatile.Write(ref _death, failure);
            abandoned = _first;
            _first = _last = null;
            _queued = 0;
        }

        // First, so that what is begun again does not come back here, and waits for what this one kept.
        _host.OnDied(this, failure, GarbagePressure.AddDead(this, _retained.Bytes));
        var gone = new WorkerFailure(WorkerOutcome.Canceled, "The isolate ended before the request began; try again.");
        while (abandoned is { } item)
        {
            // Read before: what is begun again is linked into another mailbox.
            abandoned = item.Next;
            item.Next = null;
            item.Abandon(gone);
        }
    }
}
