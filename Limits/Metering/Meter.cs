using System.Runtime.CompilerServices;

namespace PureEdge.Metering;

/// <summary>
/// What woven code calls. Two counters run down: <i>safety</i>, on the thread, counts every probe but statements and leads to the
/// slow path (<see cref="MeterState"/>) at the latest after a slice; the <i>bill</i>, in the state, counts only what is the same
/// warm or cold, on every thread and machine, and leads there exactly when it is used up.
/// </summary>
/// <remarks>Owned by the thread. A step is about 12 nanoseconds of an ordinary core: an iteration of a loop, 64 bytes.</remarks>
internal static class Meter
{
    /// <summary>Steps of one statement of a script, which is one unit of fuel.</summary>
    public const int StepsPerStatement = 16;

    // What a thread in no turn may use: enough for any honest source that is parsed there, well below what its stack should have.
    private const int StackBytesOutsideTurns = 4 << 20;

    // A thread that is in no turn counts down from "never"; a new thread finds that out at its first probe.
    [ThreadStatic]
    private static long t_safety;

    [ThreadStatic]
    private static nint t_stackEnd;

    [ThreadStatic]
    private static MeterState? t_state;

    [ThreadStatic]
    private static int t_suspensions;

    /// <summary>What meters the current thread.</summary>
    public static MeterState? State => t_state;

    /// <summary>64 iterations of a loop. Not inlined: loops are everywhere, and small methods are worth more than a call in 64 rounds.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Loop64()
    {
        if ((t_safety -= 64) < 0)
        {
            Slow();
        }
    }

    /// <summary>64 iterations of a loop of a built-in: the same number on every run, so they are billed, as one statement.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Loop64Billed()
    {
        Loop64();
        Bill(StepsPerStatement);
    }

    /// <summary>Entry of a method that closes a cycle of the call graph.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Enter()
    {
        byte here = 0;
        if (StackAddress.Of(ref here) < t_stackEnd)
        {
            StackIsUsedUp();
        }

        if (--t_safety < 0)
        {
            Slow();
        }
    }

    /// <summary>The same where the engine is at hand: its meter costs less to get at than the thread's.</summary>
    /// <param name="state">The meter of the engine; none when it has no limits.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EnterEvaluation(MeterState? state)
    {
        if (state is null)
        {
            Enter();
        }
        else
        {
            state.Enter();
        }
    }

    /// <summary>A statement of a script.</summary>
    /// <param name="state">The meter of the engine that runs it; none when the engine has no limits.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Statement(MeterState? state) => state?.Statement();

    /// <summary>Work ahead, in steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Work<TBilling>(long steps)
        where TBilling : struct
    {
        if (steps > 0)
        {
            Charge(steps, typeof(TBilling) == typeof(Billed));
        }
    }

    /// <summary>Bytes about to be allocated because of what a script asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Bytes<TBilling>(long bytes)
        where TBilling : struct
    {
        if (bytes >= 128)
        {
            Allocate(bytes, typeof(TBilling) == typeof(Billed), references: false);
        }
    }

    /// <summary>As <see cref="Bytes{TBilling}"/>, where they will hold references.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void References<TBilling>(long bytes)
        where TBilling : struct
    {
        if (bytes >= 128)
        {
            Allocate(bytes, typeof(TBilling) == typeof(Billed), references: true);
        }
    }

    /// <summary>An array about to be made.</summary>
    /// <returns>Its length, for the instruction that makes it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ArrayLength<T, TBilling>(int length)
        where TBilling : struct
    {
        if (length > 16)
        {
            Allocate((long)length * Unsafe.SizeOf<T>(), typeof(TBilling) == typeof(Billed), RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        }

        return length;
    }

    /// <summary>As <see cref="ArrayLength{T,TBilling}"/>, where the length is a native integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint NativeArrayLength<T, TBilling>(nint length)
        where TBilling : struct
    {
        if (length > 16)
        {
            Allocate(Math.Min(length, int.MaxValue) * (long)Unsafe.SizeOf<T>(), typeof(TBilling) == typeof(Billed), RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        }

        return length;
    }

    /// <summary>Whether a kill is on its way out: catch blocks of the interpreter then decline.</summary>
    public static bool Unwinding()
    {
        byte here = 0;
        return t_state is { } state && state.IsUnwinding(StackAddress.Of(ref here));
    }

    /// <summary>A catch block of the interpreter begins: what was unwound to get here is charged, for safety.</summary>
    public static void Caught()
    {
        byte here = 0;
        if (t_state is { } state)
        {
            Charge(state.UnwoundSteps(StackAddress.Of(ref here)), billed: false);
        }
    }

    /// <summary>Whether nested calls have room; where they have not, the interpreter throws a RangeError that a script may catch.</summary>
    public static bool TryEnsureStack()
    {
        byte here = 0;
        return t_state is { } state
            ? state.HasStack(StackAddress.Of(ref here))
            : RuntimeHelpers.TryEnsureSufficientExecutionStack();
    }

    /// <summary>As <see cref="TryEnsureStack"/>, for callers that expect the exception of the class library.</summary>
    public static void EnsureStack()
    {
        if (!TryEnsureStack())
        {
            t_state?.RefuseStack();
            throw new InsufficientExecutionStackException("The stack that nested calls may use is used up.");
        }
    }

    /// <summary>Throws a TypeError of the script in the turn that runs here, if one does.</summary>
    public static void ThrowTypeError(string? message) => t_state?.ThrowTypeError(message);

    /// <summary>Throws a SyntaxError of the script in the turn that runs here, if one does.</summary>
    public static void ThrowSyntaxError(string? message) => t_state?.ThrowSyntaxError(message);

    /// <summary>A script resizes a buffer.</summary>
    /// <param name="key">The key that detaches it.</param>
    /// <param name="byteLength">Its new length.</param>
    /// <returns>Whether an owner of the buffer has done it.</returns>
    public static bool ResizedByOwner(object? key, uint byteLength)
    {
        if (key is not IBufferOwner owner)
        {
            return false;
        }

        owner.Resize(byteLength);
        return true;
    }

    /// <summary>Static state is about to be made: a kill in the middle would break it for the whole process, and its cost is nobody's.</summary>
    public static void Suspend()
    {
        if (t_suspensions == 0 && t_state is { } state)
        {
            state.Collect();
            Set(long.MaxValue, 0);
        }

        t_suspensions++;
    }

    /// <summary>Ends <see cref="Suspend"/>.</summary>
    public static void Resume()
    {
        if (--t_suspensions == 0 && t_state is { } state)
        {
            state.Arm();
        }
    }

    /// <summary>Begins to meter the current thread.</summary>
    /// <returns>What metered it before, for <see cref="Detach"/>.</returns>
    internal static MeterState? Attach(MeterState state)
    {
        var outer = t_state;
        outer?.Disarm();
        t_state = state;
        t_suspensions = 0;
        state.Arm();
        return outer;
    }

    internal static void Detach(MeterState? outer)
    {
        t_state?.Disarm();
        t_state = outer;
        if (outer is null)
        {
            Set(0, 0);
        }
        else
        {
            outer.Arm();
        }
    }

    internal static bool IsSuspended => t_suspensions > 0;

    internal static void Set(long safety, nint stackEnd)
    {
        t_safety = safety;
        t_stackEnd = stackEnd;
    }

    internal static long SafetyLeft => t_safety;

    /// <summary>Charges the bill of whoever is metered here.</summary>
    internal static void Bill(long steps)
    {
        if (t_suspensions == 0)
        {
            t_state?.Bill(steps);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Charge(long steps, bool billed)
    {
        if ((t_safety -= steps) < 0)
        {
            Slow();
        }

        if (billed)
        {
            Bill(steps);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Allocate(long bytes, bool billed, bool references)
    {
        Charge(bytes >> 6, billed);
        if (bytes >= MeterState.LargeBytes && t_suspensions == 0)
        {
            t_state?.Allocate(bytes, references);
        }
    }

    /// <summary>Looks at the limits now, and lets others run: something took its time that is not counted.</summary>
    public static void Look() => Slow();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Slow()
    {
        if (t_state is { } state && t_suspensions == 0)
        {
            state.Slow();
        }
        else
        {
            byte here = 0;
            Set(long.MaxValue, t_state is null ? StackAddress.Of(ref here) - StackBytesOutsideTurns : 0);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StackIsUsedUp()
    {
        if (t_state is not { } state)
        {
            throw new InsufficientExecutionStackException("The stack that nested calls may use is used up.");
        }

        state.StackIsUsedUp();
    }
}
