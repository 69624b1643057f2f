using System.Diagnostics;
using System.Runtime.CompilerServices;
using Acornima.Ast;
using Jint;
using Jint.Native.Error;
using Jint.Runtime;
using JintEngine = Jint.Engine;

namespace PureEdge.Limits;

/// <summary>
/// Where the interpreter meets the limits: Jint calls <see cref="Check"/> before every statement and every body of an
/// arrow function. Nothing here relies on Jint's own counters, which it resets at every entry.
/// </summary>
/// <remarks>One per engine, owned by the turn that runs. The metered interpreter (METERING.md) takes its place without a change to its callers.</remarks>
internal sealed class LimitConstraint : Constraint
{
    // Statements between two looks at clock and allocation: a few microseconds apart, and their cost does not show.
    private const int Quantum = 64;

    // Unwinding a megabyte of stack was seen to take 4 to 11 ms on a noisy machine; 4 are charged.
    private const int StackBytesPerFuel = 50;

    private JintEngine? _engine;
    private LimitSession? _session;
    private Action? _onSlice;
    private int _left;
    private long _allocationBound = long.MaxValue;
    private long _turnStart;
    private long _sliceStart;
    private long _parkedTicks;
    private nint _stackBound;

    public LimitSession? Session => _session;

    /// <summary>Whether the stack limit was met in the turn that runs.</summary>
    public bool ExceededStack { get; private set; }

    /// <summary>Begins a turn of <paramref name="session"/> on the current thread.</summary>
    public void Begin(JintEngine engine, LimitSession session, Action? onSlice)
    {
        _engine = engine;
        _onSlice = onSlice;
        ExceededStack = false;
        _parkedTicks = 0;
        _turnStart = _sliceStart = Stopwatch.GetTimestamp();
        byte here = 0;
        _stackBound = AddressOf(ref here) - session.Limits.StackBytes;
        session.CountTurn();
        Attach(session);
    }

    /// <summary>Charges what follows to another session, in the middle of a turn.</summary>
    public LimitSession Switch(LimitSession session)
    {
        var previous = _session!;
        if (!ReferenceEquals(previous, session))
        {
            previous.EndTurn(Quantum - _left, 0);
            Attach(session);
        }

        return previous;
    }

    public void End()
    {
        _session!.EndTurn(Quantum - _left, Stopwatch.GetTimestamp() - _turnStart);
        _session = null;
        _onSlice = null;
        _stackBound = 0;
    }

    public override void Check()
    {
        byte here = 0;
        if (AddressOf(ref here) < _stackBound)
        {
            ThrowStackExceeded();
        }

        // Allocation is compared at every statement: strings that double reach gigabytes in thirty of them.
        if (--_left <= 0 || GC.GetAllocatedBytesForCurrentThread() > _allocationBound)
        {
            CheckSlowly();
        }
    }

    public override void Reset()
    {
    }

    private void Attach(LimitSession session)
    {
        _session = session;
        _left = Quantum;
        _allocationBound = session.Attach();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CheckSlowly()
    {
        var statements = Quantum - _left;
        _left = Quantum;
        if (_session is not { } session)
        {
            _allocationBound = long.MaxValue;
            return;
        }

        var now = Stopwatch.GetTimestamp();
        try
        {
            _allocationBound = session.Charge(statements, now - _turnStart - _parkedTicks);
        }
        catch (LimitExceededException e) when (e.Location == default && LastSyntaxElement(_engine!) is { } node)
        {
            e.Location = node.Location;
            throw;
        }

        if (_onSlice is not null && now - _sliceStart >= Stopwatch.Frequency / 1000)
        {
            _onSlice();
            _sliceStart = Stopwatch.GetTimestamp();
            _parkedTicks += _sliceStart - now;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowStackExceeded()
    {
        // Unwinding takes a few microseconds a level, in which nothing can be counted or parked; it is paid for before.
        ExceededStack = true;
        _session?.ChargeFuel(_session.Limits.StackBytes / StackBytesPerFuel);
        throw new JavaScriptException(RangeError(_engine!.Intrinsics), "Maximum call stack size exceeded");
    }

    // The address of a local is where the stack ends now; the difference of two references gives it without pointers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint AddressOf(ref byte local) => Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref local);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_RangeError")]
    private static extern ErrorConstructor RangeError(Intrinsics intrinsics);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetLastSyntaxElement")]
    private static extern Node? LastSyntaxElement(JintEngine engine);
}
