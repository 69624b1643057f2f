using System.Diagnostics;
using System.Runtime;
using System.Runtime.CompilerServices;
using Acornima.Ast;
using Jint;
using Jint.Native.Error;
using Jint.Runtime;
using PureEdge.Limits.Memory;
using PureEdge.Metering;
using JintEngine = Jint.Engine;

namespace PureEdge.Limits;

/// <summary>
/// A turn of an engine: charges what woven code counts to the session whose code runs, and decides in the meter's slow path,
/// inside statements and built-ins alike, whether the turn goes on, waits for others, or ends.
/// </summary>
/// <remarks>One per engine, owned by the turn that runs.</remarks>
internal sealed class TurnMeter : MeterState
{
    // What the interpreter may use beyond the soft bound, for built-ins that look at the stack only when it is nearly too late.
    private const int HardStackBytes = 1 << 20;

    private const long LargeAllocation = 4 << 20;

    // Unwinding a megabyte of stack takes 10 to 20 ms (each call of a script throws anew), and every collection meanwhile walks what is left of it. 4 are charged: a
    // script with few milliseconds shall still be able to catch the error.
    private const int StackBytesPerFuel = 50;

    // .NET compiles code when it is first called, on the turn's thread: for a large module of WebAssembly that is seconds, once in a process, which
    // are not what the worker does. But no turn may last so much longer than its limit that it is a matter of its own.
    private const int MostCompilingMilliseconds = 3_000;

    // The system lets a thread that computes go on for 3 to 5 ms before one that was woken gets its processor; when all processors compute, that is what
    // every request waits for. With a yield each 0.2 ms it waits for 0.5 (p99, two busy cores), and a yield takes 0.6 us.
    private static readonly long YieldTicks = Stopwatch.Frequency / 5_000;

    private readonly JintEngine? _engine;
    private Action? _onSlice;
    private RetainedBound? _retained;
    private MeterState? _outer;
    private long _turnStart;
    private long _sliceStart;
    private long _yieldsAt;
    private long _parkedTicks;
    private TimeSpan _compiledBefore;
    private PausesCaused _pauses = new();

    /// <summary>A meter of turns.</summary>
    /// <param name="engine">The engine whose turns they are, or <see langword="null"/> for work without one, such as parsing.</param>
    public TurnMeter(JintEngine? engine) => _engine = engine;

    public LimitSession? Session { get; private set; }

    /// <summary>Whether the stack limit was met in the turn that runs.</summary>
    public bool ExceededStack { get; private set; }

    public override TimeSpan TimeLeft =>
        TimeSpan.FromMilliseconds(Math.Max(0, Session!.Limits.TurnMilliseconds - RunningTime.TotalMilliseconds));

    protected override long BillLeft => Session!.BillLeft;

    private TimeSpan RunningTime
    {
        get
        {
            var compiling = (JitInfo.GetCompilationTime(currentThread: true) - _compiledBefore).TotalMilliseconds;
            return Stopwatch.GetElapsedTime(_turnStart + _parkedTicks) - TimeSpan.FromMilliseconds(Math.Min(compiling, Math.Min(Session!.Limits.TurnMilliseconds, MostCompilingMilliseconds)));
        }
    }

    /// <summary>The meter of an engine; none when it was made without limits.</summary>
    public static TurnMeter? Of(JintEngine engine) => (TurnMeter?)MeterOf(engine);

    /// <summary>Meters an engine from now on.</summary>
    public static void Install(JintEngine engine) => MeterOf(engine) = new TurnMeter(engine);

    /// <summary>Begins a turn on the current thread.</summary>
    public void Begin(LimitSession session, Action? onSlice, RetainedBound? retained = null)
    {
        byte here = 0;
        var start = StackAddress.Of(ref here);
        Revive();
        _onSlice = onSlice;
        _retained = retained;
        ExceededStack = false;
        _parkedTicks = 0;
        _compiledBefore = JitInfo.GetCompilationTime(currentThread: true);
        _turnStart = _sliceStart = Stopwatch.GetTimestamp();
        _yieldsAt = _turnStart + YieldTicks;
        SetStack(start, session.Limits.StackBytes, session.Limits.StackBytes + (long)HardStackBytes);
        Session = session;
        _pauses.BeginTurn(_turnStart, session.Allocated);
        session.CountTurn();
        session.Attach(this);
        _outer = Meter.Attach(this);
    }

    public LimitSession Switch(LimitSession session)
    {
        var previous = Session!;
        if (!ReferenceEquals(previous, session))
        {
            Collect();
            previous.Detach(0);
            Session = session;
            session.Attach(this);
            Arm();
        }

        return previous;
    }

    /// <exception cref="LimitExceededException">The turn was killed, whatever came out of the interpreter.</exception>
    public void End()
    {
        Meter.Detach(_outer);
        _outer = null;
        Session!.Detach(Stopwatch.GetTimestamp() - _turnStart);
        Session = null;
        _onSlice = null;
        _retained = null;
        if (Death is { } death)
        {
            // A finally block of the interpreter may have put an error of its own in the place of the kill.
            throw death;
        }
    }

    /// <summary>Ends the turn because the session is used up.</summary>
    public void KillWith(LimitExceededException death)
    {
        if (death.Location == default && _engine is not null && LastSyntaxElement(_engine) is { } node)
        {
            death.Location = node.Location;
            death.Hottest = Session!.Hottest;
        }

        Kill(death);
    }

    /// <summary>Takes in what was counted up to now, before something else is added.</summary>
    public void TakeIn() => Collect();

    public override void RefuseStack() =>
        throw (_engine is null
            ? new InsufficientExecutionStackException("The stack that nested calls may use is used up.")
            : new JavaScriptException(RangeError(_engine.Intrinsics), "Maximum call stack size exceeded"));

    public override void KillForWaiting() => Session!.KillForTime(RunningTime);

    public override void KillForWork() => Session!.KillForFuel();

    public override void RefuseSize(string what)
    {
        if (_engine is null)
        {
            KillForWork();
        }

        throw new JavaScriptException(RangeError(_engine!.Intrinsics), $"Maximum {what} size exceeded");
    }

    public override void ThrowTypeError(string? message)
    {
        if (_engine is not null)
        {
            throw new JavaScriptException(TypeError(_engine.Intrinsics), message ?? "");
        }
    }

    public override void ThrowSyntaxError(string? message)
    {
        if (_engine is not null)
        {
            throw new JavaScriptException(SyntaxError(_engine.Intrinsics), message ?? "");
        }
    }

    // Unwinding takes a few microseconds a level, in which nothing can be counted or parked.
    protected override void OnStackRefused()
    {
        ExceededStack = true;
        Session?.ChargeFuel(Session.Limits.StackBytes / StackBytesPerFuel);
    }

    protected override void OnCounted(long safety, long bill) => Session?.Count(safety, bill);

    protected override void OnSlice()
    {
        var session = Session!;
        if (_engine is not null && LastSyntaxElement(_engine) is { } statement)
        {
            session.Sample(statement);
        }

        session.Check(RunningTime);
        CheckRetained(session);
        LetOthersRun();
        LetCollectorRun(session);
    }

    private void CheckRetained(LimitSession session)
    {
        if (_retained is not { } retained)
        {
            return;
        }

        retained.Count();
        if (!retained.IsDue)
        {
            return;
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var exceeded = retained.Check(LetOthersRunWhileMeasuring);
        session.Pardon(GC.GetAllocatedBytesForCurrentThread() - before);
        if (exceeded is not null)
        {
            session.Kill(exceeded);
        }
    }

    // Large graphs take most of a second.
    private void LetOthersRunWhileMeasuring()
    {
        LetOthersRun();
        if (TimeLeft == TimeSpan.Zero)
        {
            Session!.KillForTime(RunningTime);
        }
    }

    // Who allocates little is not what the collector cannot keep up with. The time is the turn's own: it is its memory.
    private void LetCollectorRun(LimitSession session)
    {
        var areLarge = YoungGenerations.AreLarge();

        // While a collection goes on in the background those of the young take twice as long.
        while (session.Allocated >= LargeAllocation && (areLarge ? CollectorPace.IsRunning() : CollectorPace.IsBehind()) && TimeLeft > TimeSpan.Zero && !session.IsCanceled)
        {
            LetOthersRun();
#pragma warning disable RS0030 // The runtime tells nobody when a background collection ends.
            Thread.Sleep(1);
#pragma warning restore RS0030
        }

        if (areLarge)
        {
            YoungGenerations.Collect();
        }

        LetOthersRunAfterPause(session);
    }

    // The time is the turn's own, as above.
    private void LetOthersRunAfterPause(LimitSession session)
    {
        var now = Stopwatch.GetTimestamp();
        var owed = _pauses.Owed(now, session.Allocated);
        while (Stopwatch.GetElapsedTime(now) < owed && TimeLeft > TimeSpan.Zero && !session.IsCanceled)
        {
            LetOthersRun();
#pragma warning disable RS0030 // Nothing tells when others have had their time.
            Thread.Sleep(1);
#pragma warning restore RS0030
        }
    }

    private void LetOthersRun()
    {
        var now = Yield();
        if (_onSlice is { } onSlice && now - _sliceStart >= Stopwatch.Frequency / 1000)
        {
            onSlice();
            _sliceStart = Stopwatch.GetTimestamp();
            _parkedTicks += _sliceStart - now;
        }
    }

    // Beside another program that computes, a thread that yields so often gets an eighth of the processor; so it keeps it for as long as it had to wait for it.
    private long Yield()
    {
        var now = Stopwatch.GetTimestamp();
        if (now < _yieldsAt)
        {
            return now;
        }

        Thread.Yield();
        var back = Stopwatch.GetTimestamp();
        _parkedTicks += back - now;
        _yieldsAt = back + Math.Max(YieldTicks, back - now);
        return back;
    }

    protected override void OnAllocation(long bytes, bool references)
    {
        Session!.CheckAllocation(bytes);
        if (references)
        {
            LargeArrays.Add(bytes);
        }
    }

    protected override Exception StackExceeded(long bytes) =>
        Session!.ExceedStack(Session.Limits.StackBytes + (long)HardStackBytes + bytes, Session.Limits.StackBytes + (long)HardStackBytes);

    // Woven into the engine (StatementCharges of the weaver).
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_meter")]
    private static extern ref MeterState? MeterOf(JintEngine engine);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_RangeError")]
    private static extern ErrorConstructor RangeError(Intrinsics intrinsics);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_TypeError")]
    private static extern ErrorConstructor TypeError(Intrinsics intrinsics);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_SyntaxError")]
    private static extern ErrorConstructor SyntaxError(Intrinsics intrinsics);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetLastSyntaxElement")]
    private static extern Node? LastSyntaxElement(JintEngine engine);
}
