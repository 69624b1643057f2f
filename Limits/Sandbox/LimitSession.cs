using System.Diagnostics;

namespace PureEdge.Limits;

/// <summary>
/// One request's budget across all its turns. A request that waits for a subrequest continues in a later turn on the same budget;
/// several requests may take turns in one engine, each with a session of its own.
/// </summary>
/// <remarks>Owned by the turn that runs: not thread-safe, except <see cref="ChargeHostBytes"/> and <see cref="Report"/>.</remarks>
public sealed class LimitSession
{
    private readonly long _fuelAllowed;
    private long _fuelUsed;
    private long _allocated;
    private long _hostBytes;
    private long _runningTicks;
    private int _subrequests;
    private int _turns;
    private long _quantumAllocationBase;
    private LimitExceededException? _exceeded;

    /// <summary>Begins a budget of a request.</summary>
    /// <param name="limits">What the request may consume.</param>
    public LimitSession(ExecutionLimits limits)
        : this(limits, limits.CpuMilliseconds)
    {
    }

    private LimitSession(ExecutionLimits limits, int cpuMilliseconds)
    {
        Limits = limits;
        _fuelAllowed = Fuel.FromMilliseconds(cpuMilliseconds);
    }

    /// <summary>Begins a budget for running a worker's top level.</summary>
    /// <param name="limits">What the worker may consume; <see cref="ExecutionLimits.StartupCpuMilliseconds"/> is its CPU time.</param>
    public static LimitSession ForStartup(ExecutionLimits limits) => new(limits, limits.StartupCpuMilliseconds);

    /// <summary>The limits of this budget.</summary>
    public ExecutionLimits Limits { get; }

    /// <summary>The limit that ended this budget, or <see langword="null"/> while it holds.</summary>
    public LimitExceededException? Exceeded => _exceeded;

    /// <summary>What was consumed so far; a turn that is running is included up to its last check.</summary>
    public UsageReport Report => new(
        _fuelUsed, _allocated + Interlocked.Read(ref _hostBytes), _subrequests, _turns, Stopwatch.GetElapsedTime(0, _runningTicks));

    /// <summary>Charges work that a built-in of the host does in proportion to its input.</summary>
    /// <param name="units">Fuel, one unit about a hundred nanoseconds.</param>
    /// <exception cref="LimitExceededException">The CPU limit is exceeded.</exception>
    public void ChargeFuel(long units)
    {
        _fuelUsed += units;
        CheckFuel();
    }

    /// <summary>Charges bytes that the host keeps for the request: bodies, buffers, log lines. May be called on any thread; never throws.</summary>
    /// <param name="bytes">How many bytes.</param>
    public void ChargeHostBytes(long bytes) => Interlocked.Add(ref _hostBytes, bytes);

    /// <summary>Charges bytes before the host allocates them because a script asked for them.</summary>
    /// <param name="bytes">How many bytes.</param>
    /// <exception cref="LimitExceededException">The memory limit would be exceeded.</exception>
    public void ChargeAllocation(long bytes)
    {
        ChargeHostBytes(bytes);
        CheckAllocation();
    }

    /// <summary>Whether a subrequest was refused because the limit was reached.</summary>
    public bool RefusedSubrequest { get; private set; }

    /// <summary>Counts a request that the worker makes.</summary>
    /// <returns><see langword="false"/> when the limit is reached: the request must not be made.</returns>
    public bool TryCountSubrequest()
    {
        if (_subrequests >= Limits.Subrequests)
        {
            RefusedSubrequest = true;
            return false;
        }

        _subrequests++;
        return true;
    }

    internal void CountTurn() => _turns++;

    /// <summary>Begins to count what the current thread allocates.</summary>
    /// <returns>The thread's counter at which the memory limit is reached.</returns>
    internal long Attach()
    {
        _quantumAllocationBase = GC.GetAllocatedBytesForCurrentThread();
        return AllocationBound();
    }

    /// <summary>Adds what ran since the last check, and kills the request when a limit is exceeded.</summary>
    /// <returns>The thread's allocation counter at which the memory limit is reached.</returns>
    internal long Charge(long statements, long turnTicks)
    {
        Account(statements);
        ThrowIfExceeded();
        CheckFuel();
        CheckAllocation();
        if (turnTicks > Limits.TurnMilliseconds * (Stopwatch.Frequency / 1000))
        {
            Kill(LimitKind.WallTime, turnTicks / (Stopwatch.Frequency / 1000), Limits.TurnMilliseconds);
        }

        return AllocationBound();
    }

    internal void EndTurn(long statements, long turnTicks)
    {
        Account(statements);
        _runningTicks += turnTicks;
    }

    private void Account(long statements)
    {
        _fuelUsed += statements;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        _allocated += allocated - _quantumAllocationBase;
        _quantumAllocationBase = allocated;
    }

    private long AllocationBound() => _quantumAllocationBase + Limits.AllocationBytes - _allocated - Interlocked.Read(ref _hostBytes);

    private void CheckFuel()
    {
        if (_fuelUsed > _fuelAllowed)
        {
            Kill(LimitKind.Cpu, _fuelUsed, _fuelAllowed);
        }
    }

    private void CheckAllocation()
    {
        var total = _allocated + Interlocked.Read(ref _hostBytes);
        if (total > Limits.AllocationBytes)
        {
            Kill(LimitKind.Memory, total, Limits.AllocationBytes);
        }
    }

    private void Kill(LimitKind kind, long consumed, long allowed)
    {
        _exceeded ??= new LimitExceededException(kind, consumed, allowed, default);
        throw _exceeded;
    }

    private void ThrowIfExceeded()
    {
        if (_exceeded is not null)
        {
            throw _exceeded;
        }
    }
}
