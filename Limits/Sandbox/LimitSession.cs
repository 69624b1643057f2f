using System.Diagnostics;
using Acornima.Ast;
using PureEdge.Metering;

namespace PureEdge.Limits;

/// <summary>
/// One request's budget across all its turns. A request that waits for a subrequest continues in a later turn on the same budget;
/// several requests may take turns in one engine, each with a session of its own.
/// </summary>
/// <remarks>Owned by the turn that runs: not thread-safe, except <see cref="ChargeHostBytes"/> and <see cref="Report"/>.</remarks>
public sealed class LimitSession
{
    // Programs of statements were seen to have 0.6 to 1.7 steps of safety for each on the bill, programs of small built-in work (JSON
    // of little objects, dates) up to 30: what the bill does not see ends here.
    private const int SafetyFactor = 2;

    private readonly long _stepsAllowed;
    private long _steps;
    private long _safetySteps;
    private long _allocated;
    private long _hostBytes;
    private long _runningTicks;
    private int _subrequests;
    private int _turns;
    private long _allocationBase;
    private bool _isCanceled;
    private LimitExceededException? _exceeded;
    private TurnMeter? _meter;
    private FuelSamples? _samples;
    private long _sampledSteps;

    /// <summary>Begins a budget of a request.</summary>
    /// <param name="limits">What the request may consume.</param>
    public LimitSession(ExecutionLimits limits)
        : this(limits, limits.CpuMilliseconds)
    {
    }

    private LimitSession(ExecutionLimits limits, int cpuMilliseconds)
    {
        Limits = limits;
        _stepsAllowed = Fuel.FromMilliseconds(cpuMilliseconds) * Meter.StepsPerStatement;
    }

    /// <summary>Begins a budget for running a worker's top level.</summary>
    /// <param name="limits">What the worker may consume; <see cref="ExecutionLimits.StartupCpuMilliseconds"/> is its CPU time.</param>
    public static LimitSession ForStartup(ExecutionLimits limits) => new(limits, limits.StartupCpuMilliseconds);

    /// <summary>The limits of this budget.</summary>
    public ExecutionLimits Limits { get; }

    /// <summary>The limit that ended this budget, or <see langword="null"/> while it holds.</summary>
    public LimitExceededException? Exceeded => _exceeded;

    /// <summary>What was consumed so far; a turn that runs on this thread is included, on another up to its last slice.</summary>
    public UsageReport Report
    {
        get
        {
            if (Running is { } meter)
            {
                meter.TakeIn();
                Account();
            }

            return new(
                _steps / Meter.StepsPerStatement, _allocated + Interlocked.Read(ref _hostBytes), _subrequests, _turns, Stopwatch.GetElapsedTime(0, _runningTicks));
        }
    }

    /// <summary>Charges work that a built-in of the host does in proportion to its input.</summary>
    /// <param name="units">Fuel, one unit about a hundred nanoseconds.</param>
    /// <exception cref="LimitExceededException">The CPU limit is exceeded.</exception>
    public void ChargeFuel(long units)
    {
        if (Running is { } meter)
        {
            // As a part of the slice, so that a loop that calls a charging built-in comes to its end, where all limits are looked at.
            meter.Bill(units * Meter.StepsPerStatement);
        }
        else
        {
            _steps += units * Meter.StepsPerStatement;
            CheckFuel();
        }
    }

    /// <summary>Charges bytes that the host keeps for the request: bodies, buffers, log lines. May be called on any thread; never throws.</summary>
    /// <param name="bytes">How many bytes.</param>
    public void ChargeHostBytes(long bytes) => Interlocked.Add(ref _hostBytes, bytes);

    /// <summary>Bytes charged by the host so far. May be read on any thread.</summary>
    public long HostBytes => Interlocked.Read(ref _hostBytes);

    /// <summary>Charges bytes before the host allocates them because a script asked for them.</summary>
    /// <param name="bytes">How many bytes.</param>
    /// <exception cref="LimitExceededException">The memory limit would be exceeded.</exception>
    public void ChargeAllocation(long bytes)
    {
        ChargeHostBytes(bytes);
        CheckAllocation(0);
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

    /// <summary>
    /// Charges work of the metered interpreter that needs no engine, such as parsing a source, to this budget until the result is
    /// disposed. A source that nests too deep ends in an <see cref="InsufficientExecutionStackException"/>.
    /// </summary>
    /// <param name="onSlice">As for <see cref="LimitExtensions.BeginTurn"/>.</param>
    public LimitTurn BeginWork(Action? onSlice = null)
    {
        var meter = new TurnMeter(null);
        meter.Begin(this, onSlice);
        return new LimitTurn(meter);
    }

    /// <summary>Ends the request from outside: its turn is killed within about a millisecond, in the middle of a built-in if need be. May be called on any thread.</summary>
    public void Cancel() => Volatile.Write(ref _isCanceled, true);

    internal bool IsCanceled => Volatile.Read(ref _isCanceled);

    /// <summary>
    /// Steps until the limits must be looked at, at the most: those left on the bill, or none when another limit is exceeded. Turns may
    /// be so short that none of them comes to the end of a slice.
    /// </summary>
    internal long BillLeft =>
        _exceeded is null && _safetySteps <= _stepsAllowed * SafetyFactor && _allocated + Interlocked.Read(ref _hostBytes) <= Limits.AllocationBytes
            ? _stepsAllowed - _steps
            : 0;

    /// <summary>Bytes that its turns allocated up to the last <see cref="Check"/>.</summary>
    internal long Allocated => _allocated;

    // The turn on this very thread; the host may charge from others.
    private TurnMeter? Running => ReferenceEquals(Meter.State, _meter) ? _meter : null;

    /// <summary>Where the fuel went up to now.</summary>
    internal IReadOnlyList<HotStatement> Hottest => _samples?.Hottest() ?? [];

    internal void CountTurn() => _turns++;

    /// <summary>Puts what was counted since the last sample down to a statement.</summary>
    internal void Sample(Node statement)
    {
        // Safety steps too: where the bill sees little, work that only they see is what ends the request.
        var steps = _steps + _safetySteps;
        (_samples ??= new()).Add(statement, steps - _sampledSteps);
        _sampledSteps = steps;
    }

    /// <summary>Begins to count what the current thread allocates.</summary>
    internal void Attach(TurnMeter meter)
    {
        _meter = meter;
        _allocationBase = GC.GetAllocatedBytesForCurrentThread();
    }

    /// <summary>Ends <see cref="Attach"/>.</summary>
    internal void Detach(long turnTicks)
    {
        Account();
        _runningTicks += turnTicks;
        _meter = null;
    }

    internal void Count(long safety, long bill)
    {
        _safetySteps += safety;
        // What unwinds after a kill is not billed.
        _steps += _exceeded is null ? bill : 0;
    }

    /// <summary>Kills the request when a limit is exceeded.</summary>
    internal void Check(TimeSpan running)
    {
        Account();
        if (_exceeded is { } exceeded)
        {
            Kill(exceeded);
        }

        CheckFuel();
        CheckAllocation(0);
        if (running.TotalMilliseconds > Limits.TurnMilliseconds)
        {
            KillForTime(running);
        }

        if (IsCanceled)
        {
            Kill(new LimitExceededException(LimitKind.Canceled, 1, 0, default));
        }
    }

    /// <summary>Kills the request when so many bytes more would exceed the memory limit.</summary>
    internal void CheckAllocation(long ahead)
    {
        var current = Running is null ? 0 : GC.GetAllocatedBytesForCurrentThread() - _allocationBase;
        var total = _allocated + current + Interlocked.Read(ref _hostBytes) + ahead;
        if (total > Limits.AllocationBytes)
        {
            Kill(new LimitExceededException(LimitKind.Memory, total, Limits.AllocationBytes, default));
        }
    }

    internal void KillForFuel()
    {
        // What a killed request is billed is its limit, not how far it got before anybody looked.
        Running?.TakeIn();
        _steps = _stepsAllowed;
        var allowed = _stepsAllowed / Meter.StepsPerStatement;
        Kill(new LimitExceededException(LimitKind.Cpu, allowed, allowed, default));
    }

    internal void KillForTime(TimeSpan running) =>
        Kill(new LimitExceededException(LimitKind.WallTime, (long)running.TotalMilliseconds, Limits.TurnMilliseconds, default));

    /// <summary>What the current thread has just allocated for the host's own purposes is not charged.</summary>
    internal void Pardon(long bytes) => _allocationBase += bytes;

    /// <summary>Kills the request.</summary>
    internal void Kill(LimitExceededException exceeded)
    {
        Running?.TakeIn();
        _exceeded ??= exceeded;
        Running?.KillWith(_exceeded);
        throw _exceeded;
    }

    /// <summary>The native stack is used up: the meter itself throws what this gives it.</summary>
    internal LimitExceededException ExceedStack(long used, long allowed) =>
        _exceeded ??= new LimitExceededException(LimitKind.Stack, used, allowed, default);

    private void Account()
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        _allocated += allocated - _allocationBase;
        _allocationBase = allocated;
    }

    private void CheckFuel()
    {
        if (_steps > _stepsAllowed || _safetySteps > _stepsAllowed * SafetyFactor)
        {
            KillForFuel();
        }
    }
}
