namespace PureEdge.Engine.Isolates;

/// <summary>
/// How much slot time a worker has had, in ticks of the stopwatch. Of the turns that wait, the one whose worker had least goes
/// first. A worker that comes back from idling brings neither its old credit nor its old debt along.
/// </summary>
/// <remarks>Guarded by the scheduler's lock, except <see cref="Breaker"/> and <see cref="OnWaited"/>.</remarks>
/// <param name="time">The clock.</param>
internal sealed class SchedulerShare(TimeProvider time)
{
    /// <summary>What the worker may still waste; in debt it is a suspect, and all suspects together leave one slot to the others.</summary>
    public CircuitBreaker Breaker { get; } = new(time);

    /// <summary>Told of a turn of the worker that has waited for a slot, and how long in ticks of the stopwatch; not under the scheduler's lock.</summary>
    public Action<long> OnWaited { get; init; } = static _ => { };

    /// <summary>Slot time so far.</summary>
    public long Service { get; private set; }

    // Turns of the worker's isolates that run or wait.
    private int _turns;

    /// <summary>A turn is submitted.</summary>
    /// <param name="floor">The least service of those that run or wait.</param>
    /// <param name="mostLag">How far a worker that was idle may stand behind them.</param>
    public void Enter(long floor, long mostLag)
    {
        var most = _turns++ == 0 ? floor + mostLag : long.MaxValue;
        Service = Math.Clamp(Service, floor, most);
    }

    /// <summary>A turn is over.</summary>
    public void Leave() => _turns--;

    /// <summary>A turn used its slot.</summary>
    public void Account(long ticks) => Service += ticks;
}
