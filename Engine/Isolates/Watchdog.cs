namespace PureEdge.Engine.Isolates;

/// <summary>
/// Looks once a second whether every turn that has a slot still passes probes. One that passes none for longer than its turn limit
/// and a margin hangs in a call that nothing can interrupt: its slot goes to others, its requests fail, its worker is not run any more.
/// </summary>
/// <remarks>Time is counted in looks, so that a machine that was paused blames nobody.</remarks>
internal sealed class Watchdog : IDisposable
{
    /// <summary>Looks beyond the turn limit.</summary>
    public const int MarginLooks = 5;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly SlotScheduler _scheduler;
    private readonly ITimer _timer;

    public Watchdog(SlotScheduler scheduler, TimeProvider time)
    {
        _scheduler = scheduler;
        _timer = time.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>Threads that were given up since the start.</summary>
    public int LostThreads { get; private set; }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        foreach (var isolate in _scheduler.TakeLost())
        {
            LostThreads++;
            isolate.Lose(LostThreads);
        }
    }
}
