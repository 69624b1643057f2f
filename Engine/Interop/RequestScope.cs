using System.Text;
using Jint.Native;
using PureEdge.Limits;

namespace PureEdge.Engine.Interop;

/// <summary>
/// What one request owns while it runs in an isolate: its budget and its pending operations (timers, subrequests, reads of a
/// body). Continuations find their way back to it across <c>await</c>.
/// </summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal abstract class RequestScope
{
    // To catch the error and answer.
    private const long FuelForTheRest = Fuel.PerMillisecond;

    private static readonly Task Never = new TaskCompletionSource().Task;

    private int _pending;
    private HashSet<object>? _continuations;
    private SemaphoreSlim? _subrequestSlots;
    private int _logLines;
    private int _logBytes;
    private bool _isLogFull;
    private long _hostBytesSeen;
    private InvocationChain? _chain;
    private CallAccount? _calls;
    private Dictionary<object, object>? _state;
    private int _doors;
    private long _due;

    protected RequestScope(LimitSession limits) => Limits = limits;

    public LimitSession Limits { get; }

    /// <summary>Cancelled when the client has gone or the request was killed.</summary>
    public abstract CancellationToken Aborted { get; }

    /// <summary>Ends when the request is over, also when it was killed.</summary>
    public virtual Task Over => Never;

    /// <summary>Whether the request is over: nothing more of it begins.</summary>
    public virtual bool HasEnded => false;

    /// <summary>Whether code of other isolates may still set the request going: it holds stubs of its objects.</summary>
    public bool IsReachable => Volatile.Read(ref _doors) > 0;

    /// <summary>What the host gave with the event, to find it again in log lines.</summary>
    public object? Tag { get; init; }

    /// <summary>Whether the client has gone; then <see cref="Aborted"/> is cancelled too.</summary>
    public bool ClientLeft { get; protected set; }

    /// <summary>Whether I/O, timers and random values are allowed: not at a worker's top level, which belongs to no request.</summary>
    public abstract bool AllowsIO { get; }

    /// <summary>The chain of events that the request belongs to.</summary>
    public InvocationChain Chain
    {
        get => _chain ??= new();
        init => _chain = value;
    }

    /// <summary>What the workers that the request calls consume for it.</summary>
    public CallAccount Calls => _calls ??= new();

    /// <summary>What of the request's consumption was that of workers it called, which have it on their own bills.</summary>
    public (long Fuel, int Subrequests) ConsumedByCalls { get; private set; }

    /// <summary>What the request has consumed, also between its turns. May be read on any thread.</summary>
    public UsageReport Usage
    {
        get
        {
            var report = Limits.Report;
            return report with { Fuel = report.Fuel + Interlocked.Read(ref _due) };
        }
    }

    /// <summary>Charges work that the host does for the request outside its turns; the next of them pays. May be called on any thread.</summary>
    /// <param name="units">Fuel.</param>
    /// <param name="what">What the work is, for the error.</param>
    /// <exception cref="HostErrorException">No CPU time is left for it.</exception>
    public void ChargeBetweenTurns(long units, string what)
    {
        if (units > LeftFor(Usage.Fuel))
        {
            throw new HostErrorException(HostErrorKind.Error, $"The request has used up its CPU time of {Limits.Limits.CpuMilliseconds} ms, {what}.");
        }

        Interlocked.Add(ref _due, units);
    }

    /// <summary>
    /// Charges the request for what the host has done for it and the workers that it called have consumed, since its last turn. Called in its turns. It never ends the
    /// request, whose isolate answers others too: a little is left to it, and it calls no more.
    /// </summary>
    public void PayWhatIsDue()
    {
        if (Volatile.Read(ref _due) > 0)
        {
            Limits.ChargeFuel(Math.Min(Interlocked.Exchange(ref _due, 0), LeftFor(Limits.Report.Fuel)));
        }

        if (_calls is null)
        {
            return;
        }

        var (fuel, subrequests) = _calls.Take();
        if (fuel <= 0 && subrequests <= 0)
        {
            return;
        }

        var report = Limits.Report;
        var payable = Math.Clamp(fuel, 0, LeftFor(report.Fuel));
        var countable = Math.Clamp(Limits.Limits.Subrequests - report.Subrequests, 0, Math.Max(0, subrequests));
        HasPaidAllForCalls |= payable < fuel;
        ConsumedByCalls = (ConsumedByCalls.Fuel + payable, ConsumedByCalls.Subrequests + countable);
        for (var i = 0; i < countable; i++)
        {
            Limits.TryCountSubrequest();
        }

        Limits.ChargeFuel(payable);
    }

    /// <summary>Whether the workers that the request called have consumed all the CPU time it had.</summary>
    public bool HasPaidAllForCalls { get; private set; }

    /// <summary>Operations of the host that will continue the request. While it is zero, nothing but another request could.</summary>
    public int Pending => _pending;

    /// <summary>Counts an operation that will continue the request.</summary>
    /// <param name="continuation">What it will go on with; until then only the host may hold it, and it counts as the isolate's memory.</param>
    /// <returns><see langword="false"/> when the request has as many as it may.</returns>
    public bool TryBeginOperation(object continuation)
    {
        if (_pending >= Limits.Limits.PendingOperations)
        {
            return false;
        }

        _pending++;
        (_continuations ??= new(ReferenceEqualityComparer.Instance)).Add(continuation);
        return true;
    }

    public void EndOperation(object continuation)
    {
        _pending--;
        _continuations?.Remove(continuation);
    }

    /// <summary>Keeps the event alive until <paramref name="promise"/> settles; a rejection is logged and recorded.</summary>
    /// <exception cref="Jint.Runtime.JavaScriptException">This is no event.</exception>
    public virtual void WaitUntil(WorkerRealm realm, JsValue promise) =>
        throw realm.TypeError("Disallowed operation called within global scope: waitUntil() belongs to an event. Call it inside a handler.");

    /// <summary>
    /// Keeps an event that another worker called going behind its answer, until the result is called, on any thread and once. Other events end
    /// when their answer is given, and there is nothing to call.
    /// </summary>
    /// <param name="forCaller">Whether for a part of the answer: then as long as the caller needs it; else as long as <c>waitUntil</c>.</param>
    public virtual Action? Keep(bool forCaller) => null;

    /// <summary>Charges who caused the request, if another worker's did, for what was consumed since the last time. May be called on any thread.</summary>
    public virtual void ChargeCaller()
    {
    }

    /// <summary>One more or one less of the request's objects can be called from other isolates. May be called on any thread.</summary>
    public void CountDoors(int difference) => Interlocked.Add(ref _doors, difference);

    /// <summary>What a room of WebApi keeps for the request, made on first use.</summary>
    public T State<T>(object key, Func<RequestScope, T> create)
        where T : class
    {
        _state ??= [];
        if (!_state.TryGetValue(key, out var value))
        {
            _state[key] = value = create(this);
        }

        return (T)value;
    }

    /// <summary>Bytes that the host allocated for the request since the last call.</summary>
    public long TakeHostBytes()
    {
        var seen = _hostBytesSeen;
        _hostBytesSeen = Limits.HostBytes;
        return _hostBytesSeen - seen;
    }

    /// <summary>
    /// What a subrequest holds until its response's headers are there; those that find none wait, first come first served. How many
    /// wait is bounded by <see cref="ExecutionLimits.Subrequests"/>, which counts them before.
    /// </summary>
    public SemaphoreSlim SubrequestSlots => _subrequestSlots ??= new(Limits.Limits.SubrequestsAtOnce);

    /// <summary>Counts a line of the log. After the first line that has no room none is kept, so that a log has no gaps.</summary>
    /// <param name="text">The line.</param>
    /// <returns>Whether it is kept, and whether it is the first that is not.</returns>
    public (bool Kept, bool IsFirstDropped) CountLogLine(string text)
    {
        if (_isLogFull)
        {
            return (false, false);
        }

        var bytes = Encoding.UTF8.GetByteCount(text);
        if (_logLines >= Limits.Limits.LogLines || bytes > Limits.Limits.LogBytes - _logBytes)
        {
            _isLogFull = true;
            return (false, true);
        }

        _logLines++;
        _logBytes += bytes;
        return (true, false);
    }

    private long LeftFor(long used) => Math.Max(0, Fuel.FromMilliseconds(Limits.Limits.CpuMilliseconds) - used - FuelForTheRest);
}
