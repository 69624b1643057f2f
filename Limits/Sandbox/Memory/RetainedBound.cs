namespace PureEdge.Limits.Memory;

/// <summary>
/// When to measure: an engine retains at most what was measured last and what was allocated since, so there is nothing to measure
/// before that sum comes near the limit. Near the limit the next measurement waits for a sixteenth of the limit all the same, so that a
/// byte allocated never costs more than sixteen bytes walked. Inside a turn it is measured likewise: what only the running code still
/// refers to is not seen then, so that an engine never has to go for garbage. At most that sixteenth more than the limit is kept.
/// What a measurement itself takes for each object counts as kept: that memory is there when it is measured again. How many objects there will
/// be is guessed by those of the last measurement; before the first, objects of 48 bytes are expected, and it comes at three quarters of the limit.
/// </summary>
/// <remarks>One per engine, owned by the turn that runs.</remarks>
public sealed class RetainedBound
{
    private const int LeastPart = 16;
    private const double FirstPart = 0.75;

    private readonly long _limit;
    private readonly Func<long, Action?, MemoryMeasurement> _measure;
    private long _measured;
    private long _allocatedSince;
    private long _allowance;
    private long _turnBegan;
    private long _counted;

    /// <summary>Begins with an engine that keeps nothing.</summary>
    /// <param name="limits">Its limits; see <see cref="ExecutionLimits.RetainedBytes"/>.</param>
    /// <param name="measure">
    /// Measures the engine, as <see cref="RetainedMemory"/> does, up to so many bytes; it calls the action about every millisecond.
    /// </param>
    public RetainedBound(ExecutionLimits limits, Func<long, Action?, MemoryMeasurement> measure)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limit = limits.RetainedBytes;
        _allowance = (long)(_limit * FirstPart);
        _measure = measure;
    }

    /// <summary>What the engine keeps at most.</summary>
    public long Bytes => _measured + _allocatedSince;

    /// <summary>How often the engine was measured.</summary>
    public int Measurements { get; private set; }

    /// <summary>Whether the engine must be measured before it goes on.</summary>
    public bool IsDue => _allocatedSince > _allowance;

    /// <summary>Begins to count what the current thread allocates.</summary>
    public void BeginTurn() => _turnBegan = _counted = GC.GetAllocatedBytesForCurrentThread();

    /// <summary>Counts what the current thread has allocated up to now.</summary>
    /// <returns>How many bytes since the turn began.</returns>
    public long Count()
    {
        var now = GC.GetAllocatedBytesForCurrentThread();
        Add(now - _counted);
        _counted = now;
        return now - _turnBegan;
    }

    /// <summary>Counts what the host allocated for the engine.</summary>
    /// <param name="bytes">How many bytes.</param>
    public void Add(long bytes) => _allocatedSince += bytes;

    /// <summary>Measures the engine if that is due.</summary>
    /// <param name="onSlice">Called about every millisecond meanwhile; it may block to let others run.</param>
    /// <returns>Why the engine must be discarded, or <see langword="null"/> when it keeps no more than it may, as far as it must be known.</returns>
    public LimitExceededException? Check(Action? onSlice)
    {
        if (!IsDue)
        {
            return null;
        }

        // Far enough over the limit to say how far. What the walk itself allocates is nobody's.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var measurement = _measure(_limit + (_limit / 4), onSlice);
        var walk = GC.GetAllocatedBytesForCurrentThread() - before;
        (_turnBegan, _counted) = (_turnBegan + walk, _counted + walk);
        Measurements++;
        _measured = measurement.Bytes + (measurement.Objects * IdentitySet.BytesPerObject);
        _allocatedSince = 0;
        // The part of what is left that objects like these may take, the rest being for their measurement.
        var part = (double)Math.Max(1, measurement.Bytes) / Math.Max(1, _measured);
        _allowance = Math.Max((long)((_limit - _measured) * part), _limit / LeastPart);
        return measurement.IsComplete && _measured <= _limit ? null : new(LimitKind.RetainedMemory, _measured, _limit, default);
    }
}
