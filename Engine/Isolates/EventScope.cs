using Jint.Native;
using PureEdge.Engine.Diagnostics;
using PureEdge.Engine.Interop;
using PureEdge.Limits;

namespace PureEdge.Engine.Isolates;

/// <summary>
/// One event of a worker from beginning to end: its answer, then what <c>waitUntil</c> and a streaming body keep alive. It ends
/// when nothing holds it any more; then its timers and subrequests are cancelled and its usage is final.
/// </summary>
/// <remarks>Owned by the isolate's turn, except <see cref="Cancel"/>, <see cref="Fail"/> and <see cref="Completed"/>.</remarks>
internal abstract class EventScope : RequestScope
{
    // What _ended may be besides 0, in this order.
    private const int Ending = 1;
    private const int EndKnown = 2;
    private const int Told = 3;

    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _aborted = new();
    private readonly TaskCompletionSource<WorkerFailure?> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IDisposable? _drain;
    private TimerQueue? _timers;
    private long _chargedFuel;
    private int _chargedSubrequests;
    private int _holds;
    private int _turns;
    private int _ended;
    private WorkerFailure? _endedWith;

    protected EventScope(LimitSession limits)
        : base(limits)
    {
    }

    /// <inheritdoc/>
    public override CancellationToken Aborted => _aborted.Token;

    /// <inheritdoc/>
    public override Task Over => _completed.Task;

    /// <inheritdoc/>
    public override bool AllowsIO => true;

    /// <summary>Ends when the event is over, <c>waitUntil</c> included, with why it failed or <see langword="null"/>.</summary>
    public Task<WorkerFailure?> Completed => _completed.Task;

    /// <inheritdoc/>
    /// <remarks>What runs of it at this moment still counts.</remarks>
    public override bool HasEnded => Volatile.Read(ref _ended) != 0;

    /// <summary>Whether the handler has answered already.</summary>
    public abstract bool HasAnswered { get; }

    /// <summary>Whether the answer is still in use: the host reads its body, or a caller holds stubs that it brought.</summary>
    public virtual bool IsBodyOpen { get; set; }

    /// <summary>Whether a failure sends the request on as if the worker were not there.</summary>
    public bool PassThroughOnException { get; set; }

    /// <summary>Whether the event runs on a smaller budget than its worker's, because the worker is in debt.</summary>
    public bool IsOnRations { get; init; }

    /// <summary>The first failure behind the answer, such as a rejected <c>waitUntil</c>.</summary>
    public WorkerFailure? LateFailure { get; set; }

    /// <summary>The account of the request that caused this event from another worker, or <see langword="null"/>.</summary>
    public CallAccount? Caller { get; init; }

    /// <summary>The timers of the event. Called in its turns.</summary>
    public TimerQueue TimersIn(Isolate isolate)
    {
        if (_timers is null)
        {
            Volatile.Write(ref _timers, new(isolate, this));
        }

        return _timers;
    }

    /// <summary>A turn runs for this event. Should it end meanwhile, then its usage is final when the turn is over.</summary>
    public void BeginTurn() => Interlocked.Increment(ref _turns);

    /// <summary>The turn of <see cref="BeginTurn"/> is over, and counted.</summary>
    public void EndTurn()
    {
        if (Interlocked.Decrement(ref _turns) == 0)
        {
            Complete();
        }
    }

    /// <summary>The turn that runs for this event is lost: nobody waits for its end. May be called on any thread.</summary>
    public void LoseTurn() => Interlocked.Exchange(ref _turns, 0);

    /// <summary>Keeps the event alive until <see cref="Release"/>. May be called on any thread.</summary>
    public void Hold() => Interlocked.Increment(ref _holds);

    /// <summary>Takes back a <see cref="Hold"/>; the last one ends the event. May be called on any thread.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holds) == 0)
        {
            End(LateFailure);
        }
    }

    /// <inheritdoc/>
    public override void WaitUntil(WorkerRealm realm, JsValue promise)
    {
        Hold();
        realm.React(
            realm.ResolvedPromise(promise),
            _ => Release(),
            error =>
            {
                realm.Host.ReportUnhandled(error, "unhandledrejection");
                LateFailure ??= ErrorText.Failure(error);
                Release();
            });
    }

    /// <summary>Answers with a failure, or ends what runs behind the answer. Only the first call counts. May be called on any thread.</summary>
    public void Fail(WorkerFailure failure)
    {
        AnswerWith(failure);
        End(failure);
    }

    /// <summary>The client has gone: its signal fires, its subrequests end, and nobody waits for the answer any more.</summary>
    public void Cancel()
    {
        ClientLeft = true;
        AnswerWith(new(WorkerOutcome.Canceled, "The client left before the worker answered."));
        _aborted.Cancel();
    }

    /// <summary>No promise of the event can settle any more.</summary>
    public void EndBecauseNothingIsPending()
    {
        if (!HasAnswered)
        {
            Fail(new(
                WorkerOutcome.Exception,
                "The worker's code had hung and would never generate a response: nothing is pending that could continue the request."));
        }
        else if (!IsBodyOpen)
        {
            End(LateFailure);
        }
    }

    /// <summary>The answer is given: what goes on behind it (<c>waitUntil</c>) has 30 seconds, as in Workers.</summary>
    public void BeginDraining(Isolate isolate)
    {
        if (Volatile.Read(ref _holds) > 1 && !IsBodyOpen)
        {
            _drain = isolate.PostLater(this, DrainTime, () => End(LateFailure ?? new(
                WorkerOutcome.Canceled, $"waitUntil() promises did not settle within {DrainTime.TotalSeconds:0} seconds after the response.")));
        }
    }

    /// <inheritdoc/>
    public override void ChargeCaller()
    {
        if (Caller is null)
        {
            return;
        }

        var report = Usage;
        Caller.Add(report.Fuel - Interlocked.Exchange(ref _chargedFuel, report.Fuel), report.Subrequests - Interlocked.Exchange(ref _chargedSubrequests, report.Subrequests));
    }

    /// <summary>Gives the failure to whoever waits for the answer, if nothing was answered yet.</summary>
    protected abstract void AnswerWith(WorkerFailure failure);

    /// <summary>The event is over; called once, on any thread.</summary>
    protected abstract void OnEnded(WorkerFailure? failure);

    private void End(WorkerFailure? failure)
    {
        if (Interlocked.CompareExchange(ref _ended, Ending, 0) != 0)
        {
            return;
        }

        _drain?.Dispose();
        Volatile.Read(ref _timers)?.Dispose();
        _endedWith = failure;
        // This write and that read must not change places: see EndTurn, which does the same the other way round.
        Interlocked.Exchange(ref _ended, EndKnown);
        if (Volatile.Read(ref _turns) <= 0)
        {
            Complete();
        }

        _aborted.Cancel();
    }

    private void Complete()
    {
        if (Interlocked.CompareExchange(ref _ended, Told, EndKnown) == EndKnown)
        {
            OnEnded(_endedWith);
            _completed.TrySetResult(_endedWith);
        }
    }
}
