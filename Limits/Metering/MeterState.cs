using System.Runtime.CompilerServices;

namespace PureEdge.Metering;

/// <summary>
/// What decides for a metered thread: called by the slow path of <see cref="Meter"/> after every slice, before every large
/// allocation, and at the end of the stack. A kill is final: catch blocks decline, finally blocks have a little grace, and every
/// later probe throws again.
/// </summary>
/// <remarks>Owned by the turn that runs.</remarks>
internal abstract class MeterState
{
    /// <summary>Steps between two slow paths: some 20 to 100 microseconds.</summary>
    public const int SliceSteps = 8_192;

    /// <summary>An allocation of at least this many bytes is compared with the budget before it happens.</summary>
    public const int LargeBytes = 32 << 10;

    // The bill between two slow paths: a quarter of what is billed counts for safety, so that statements do.
    private const long SliceBill = 4 * SliceSteps;

    // What finally blocks may do after a kill, and after each further throw.
    private const int Grace = 20_000;
    private const int FurtherGrace = 1_000;

    // A finally block gets this much stack beyond the bound.
    private const int StackBeyondBound = 1 << 20;

    // Measured on a busy machine: with these, loops that throw and catch, through 0 to 400 calls, end after two to three times their CPU limit; when
    // unwinding cost nothing it was 7 to 19 times.
    private const int StepsPerException = 500;
    private const int StackBytesPerUnwoundStep = 16;

    private long _safetySlice;
    private long _billSlice;

    private long _entrySlice;

    // These run down; at zero in a state that meters no thread.
    private long _bill;
    private long _entries;
    private nint _stackEnd;
    private nint _softStackEnd;
    private nint _hardStackEnd;

    // Where the latest exception was thrown, as its handlers' filters saw it.
    private nint _thrownAt;

    /// <summary>The exception of the kill, or <see langword="null"/> while the turn lives.</summary>
    public Exception? Death { get; private set; }

    /// <summary>Steps left on the bill; at zero and below the next billed step comes to <see cref="OnSlice"/>.</summary>
    protected abstract long BillLeft { get; }

    /// <summary>A slice has passed. May park the thread; calls <see cref="Kill"/> when a limit is exceeded.</summary>
    protected abstract void OnSlice();

    /// <summary>Adds what was counted since the last call.</summary>
    protected abstract void OnCounted(long safety, long bill);

    /// <summary>Bytes are about to be allocated, perhaps for references. Calls <see cref="Kill"/> when they would exceed the budget.</summary>
    protected abstract void OnAllocation(long bytes, bool references);

    /// <summary>A built-in asked for room on the stack and got none; it will throw an error that a script can catch.</summary>
    protected abstract void OnStackRefused();

    /// <summary>The exception for native recursion beyond the hard bound.</summary>
    protected abstract Exception StackExceeded(long bytes);

    /// <summary>Time that a wait of the interpreter may take at most.</summary>
    public abstract TimeSpan TimeLeft { get; }

    /// <summary>Ends the turn because a wait outlived <see cref="TimeLeft"/>, or may not be begun at all.</summary>
    public abstract void KillForWaiting();

    /// <summary>Ends the turn because of work that nothing can count, such as a match that goes back and forth without end.</summary>
    public abstract void KillForWork();

    /// <summary>Refuses a value that is larger than any may be, such as a BigInt of a million digits, with an error a script can catch.</summary>
    public abstract void RefuseSize(string what);

    /// <summary>Refuses a deeper level, with an error a script can catch when there is a script.</summary>
    public abstract void RefuseStack();

    /// <summary>Throws a TypeError that a script can catch, when there is a script.</summary>
    public virtual void ThrowTypeError(string? message)
    {
    }

    /// <summary>Throws a SyntaxError that a script can catch, when there is a script.</summary>
    public virtual void ThrowSyntaxError(string? message)
    {
    }

    /// <summary>Where nested calls should stop that a script can be told about.</summary>
    internal nint SoftStackEnd => _softStackEnd;

    /// <summary>Sets the bounds of the stack for a turn that begins here.</summary>
    protected void SetStack(nint start, long softBytes, long hardBytes)
    {
        _softStackEnd = start - (nint)softBytes;
        _hardStackEnd = start - (nint)hardBytes;
    }

    /// <summary>Begins anew after a turn.</summary>
    protected void Revive() => Death = null;

    /// <summary>Ends the turn.</summary>
    protected void Kill(Exception death)
    {
        Die(death);
        throw death;
    }

    /// <summary>A statement of the script whose engine this meters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Statement()
    {
        byte here = 0;
        if (StackAddress.Of(ref here) < _softStackEnd)
        {
            StackIsTooDeep();
        }

        Bill(Meter.StepsPerStatement);
    }

    /// <summary>Entry of a method that evaluates a part of that script, and closes a cycle of the call graph.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enter()
    {
        byte here = 0;
        if (StackAddress.Of(ref here) < _stackEnd || --_entries < 0)
        {
            EntersSlowly();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Bill(long steps)
    {
        if ((_bill -= steps) < 0)
        {
            BillIsUp(steps);
        }
    }

    internal bool HasStack(nint here)
    {
        if (here > _softStackEnd || Meter.IsSuspended)
        {
            return true;
        }

        StackIsRefused();
        return false;
    }

    /// <summary>Something that nests looked at the stack itself, and throws an error that a script can catch.</summary>
    internal void StackIsRefused()
    {
        if (Death is null)
        {
            OnStackRefused();
        }
    }

    internal bool IsUnwinding(nint here)
    {
        if (Meter.IsSuspended)
        {
            return false;
        }

        if (Death is not null)
        {
            return true;
        }

        _thrownAt = here;

        // Handlers run on top of the stack that threw: a recursion through them is seen here and nowhere else.
        if (here < _hardStackEnd - StackBeyondBound)
        {
            Die(StackExceeded(_hardStackEnd - here));
            return true;
        }

        return false;
    }

    /// <summary>What it took to come from where the latest exception was thrown to its handler.</summary>
    internal long UnwoundSteps(nint here) => StepsPerException + (Math.Max(0, here - _thrownAt) / StackBytesPerUnwoundStep);

    internal void Slow()
    {
        Collect();
        if (Death is { } death)
        {
            Arm();
            throw death;
        }

        // What looks at the limits may call into the interpreter, which must not come back here.
        Arm();
        try
        {
            OnSlice();
        }
        finally
        {
            if (Death is null)
            {
                Arm();
            }
        }
    }

    internal void Allocate(long bytes, bool references)
    {
        if (Death is { } death)
        {
            throw death;
        }

        OnAllocation(bytes, references);
    }

    internal void StackIsUsedUp()
    {
        if (Death is { } death)
        {
            throw death;
        }

        Kill(StackExceeded(0));
    }

    /// <summary>Takes what was counted off the thread.</summary>
    internal void Collect()
    {
        if (Meter.IsSuspended)
        {
            return;
        }

        var safety = Meter.SafetyLeft;
        var bill = _billSlice - _bill;
        OnCounted(_safetySlice - safety + (_entrySlice - _entries) + (bill / 4), bill);
        _safetySlice = safety;
        _entrySlice = _entries;
        _billSlice = _bill;
    }

    /// <summary>Gives the thread its next slice.</summary>
    internal void Arm()
    {
        if (Meter.IsSuspended)
        {
            return;
        }

        if (Death is null)
        {
            Give(SliceSteps, Math.Min(BillLeft, SliceBill), _hardStackEnd);
        }
        else
        {
            GiveGrace(FurtherGrace);
        }
    }

    /// <summary>Takes what was counted, and counts no more.</summary>
    internal void Disarm()
    {
        Collect();
        _bill = _billSlice = 0;
        _entries = _entrySlice = 0;
    }

    private void Die(Exception death)
    {
        Collect();
        Death ??= death;
        GiveGrace(Grace);
    }

    private void GiveGrace(int steps) => Give(steps, 4 * steps, _hardStackEnd - (2 * StackBeyondBound));

    private void Give(long safety, long bill, nint stackEnd)
    {
        _safetySlice = safety;
        _entries = _entrySlice = safety;
        _bill = _billSlice = bill;
        _stackEnd = stackEnd;
        Meter.Set(safety, stackEnd);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void BillIsUp(long steps)
    {
        if (ReferenceEquals(Meter.State, this))
        {
            Slow();
        }
        else
        {
            // An engine that runs inside the turn of another, or in none.
            _bill = 0;
            Meter.Bill(steps);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EntersSlowly()
    {
        if (_entries < 0 && ReferenceEquals(Meter.State, this) && !Meter.IsSuspended)
        {
            Slow();
        }
        else
        {
            // No slice is over, or an engine runs inside the turn of another, or in none: the thread knows its stack.
            _entries = Math.Max(_entries, 0);
            Meter.Enter();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StackIsTooDeep()
    {
        // Outside its turn an engine may run on another stack.
        if (!ReferenceEquals(Meter.State, this))
        {
            return;
        }

        if (Death is { } death)
        {
            throw death;
        }

        OnStackRefused();
        RefuseStack();
    }
}
