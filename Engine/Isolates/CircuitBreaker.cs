using PureEdge.Limits;

namespace PureEdge.Engine.Isolates;

/// <summary>
/// What a worker wastes, the running time of requests that were killed, is paid back at one per cent of time. A worker in debt
/// runs its requests on short rations, and past that is refused, so that neighbours see no more of an attack that goes on than
/// that one per cent: what a request does to the garbage collector while it runs cannot be kept from them.
/// </summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="time">The clock.</param>
internal sealed class CircuitBreaker(TimeProvider time)
{
    // The share of time that a worker may waste for ever: below it a p99 latency of its neighbours does not show it.
    private const double Repayment = 0.01;

    // Some kills may be honest mistakes: a handful of endless loops at the default 50 ms.
    private static readonly TimeSpan HalfOpenAt = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan OpenAt = TimeSpan.FromMilliseconds(500);

    // One kill counts for no more, however long it took on a busy machine: a few mistakes must not close a worker.
    private static readonly TimeSpan MostPerKill = TimeSpan.FromMilliseconds(100);

    // So that no worker is refused for longer than a minute at a time.
    private static readonly TimeSpan MostDebt = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private TimeSpan _debt;
    private long _asOf = time.GetTimestamp();

    /// <summary>Whether the worker wasted time that is not paid back yet.</summary>
    public bool IsInDebt => Debt > TimeSpan.Zero;

    /// <summary>What a request of the worker may do now.</summary>
    public CircuitState State => Debt is var debt && debt < HalfOpenAt ? CircuitState.Closed : debt < OpenAt ? CircuitState.HalfOpen : CircuitState.Open;

    /// <summary>What a request is told that is refused, or killed on short rations.</summary>
    /// <param name="killed">How it was killed, if it ran.</param>
    public WorkerFailure Refusal(WorkerFailure? killed = null)
    {
        // Whole seconds, as in the header Retry-After, and never too few.
        var wait = TimeSpan.FromSeconds(1 + Math.Floor(Math.Max(0, (Debt - OpenAt).TotalSeconds / Repayment)));
        var refusal = killed is null
            ? new WorkerFailure(WorkerOutcome.Overloaded, "The worker exceeded its limits again and again, and takes no requests for a while.")
            : killed with
            {
                Outcome = WorkerOutcome.Overloaded,
                Message = $"The worker exceeded its limits again and again, and its requests are on short rations. {killed.Message}",
            };
        return refusal with { RetryAfter = wait };
    }

    private TimeSpan Debt
    {
        get
        {
            lock (_gate)
            {
                return CurrentDebt();
            }
        }
    }

    /// <summary>The budget of a request on short rations: enough for most that are honest, little enough for an attack.</summary>
    /// <param name="limits">The whole budget.</param>
    public static ExecutionLimits Rations(ExecutionLimits limits) => limits with
    {
        CpuMilliseconds = Math.Min(limits.CpuMilliseconds, 5),
        AllocationBytes = Math.Min(limits.AllocationBytes, 8 << 20),
    };

    /// <summary>A request was killed after it had run for <paramref name="waste"/>.</summary>
    public void Add(TimeSpan waste)
    {
        lock (_gate)
        {
            var debt = CurrentDebt() + (waste < MostPerKill ? waste : MostPerKill);
            _debt = debt < MostDebt ? debt : MostDebt;
            _asOf = time.GetTimestamp();
        }
    }

    private TimeSpan CurrentDebt()
    {
        if (_debt == TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        var debt = _debt - time.GetElapsedTime(_asOf) * Repayment;
        return debt > TimeSpan.Zero ? debt : TimeSpan.Zero;
    }
}

/// <summary>What a request may do, by the debt of its worker.</summary>
internal enum CircuitState
{
    /// <summary>It has its whole budget.</summary>
    Closed,

    /// <summary>It runs on short rations.</summary>
    HalfOpen,

    /// <summary>It is refused.</summary>
    Open,
}
