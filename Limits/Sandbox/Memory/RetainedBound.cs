namespace PureEdge.Limits.Memory;

/// <summary>
/// When to measure: an engine retains at most what was measured last and what was allocated since, so there is nothing to measure
/// before that sum crosses the limit. Near the limit the next measurement waits for an eighth of the limit all the same, so that a
/// byte allocated never costs more than eight bytes walked. After each turn, then, at most nine eighths of the limit are kept.
/// </summary>
/// <remarks>One per engine, owned by the turn that runs.</remarks>
public sealed class RetainedBound
{
    private const int LeastPart = 8;

    private readonly long _limit;
    private long _measured;
    private long _allocatedSince;
    private long _allowance;

    /// <summary>Begins with an engine that keeps nothing.</summary>
    /// <param name="limits">Its limits; see <see cref="ExecutionLimits.RetainedBytes"/>.</param>
    public RetainedBound(ExecutionLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limit = _allowance = limits.RetainedBytes;
    }

    /// <summary>What the engine keeps at most.</summary>
    public long Bytes => _measured + _allocatedSince;

    /// <summary>Bytes past which a measurement need not go on: far enough over the limit to say how far.</summary>
    public long StopAt => 2 * _limit;

    /// <summary>How often the engine was measured.</summary>
    public int Measurements { get; private set; }

    /// <summary>Whether the engine must be measured before it goes on.</summary>
    public bool IsDue => _allocatedSince > _allowance;

    /// <summary>Counts what a turn allocated.</summary>
    /// <param name="bytes">How many bytes.</param>
    public void Add(long bytes) => _allocatedSince += bytes;

    /// <summary>Takes in a measurement.</summary>
    /// <param name="measurement">What the engine keeps now.</param>
    /// <returns>Why the engine must be discarded, or <see langword="null"/> when it keeps no more than it may.</returns>
    public LimitExceededException? Measured(MemoryMeasurement measurement)
    {
        Measurements++;
        _measured = measurement.Bytes;
        _allocatedSince = 0;
        _allowance = Math.Max(_limit - _measured, _limit / LeastPart);
        return measurement.IsComplete && _measured <= _limit ? null : new(LimitKind.RetainedMemory, _measured, _limit, default);
    }
}
