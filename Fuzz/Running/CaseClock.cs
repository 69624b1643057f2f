namespace PureEdge.Fuzz.Running;

/// <summary>
/// A clock whose time of day stands still, so that a case gives the same on every run, and whose timers fire when they are asked to, in
/// the order in which they are due: a case that waits costs no time. What repeats, as the runtime's own watchdog does, runs in real time.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class CaseClock : TimeProvider
{
    // A case that starts timer after timer comes to its end all the same.
    private const int MostFired = 100;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<(CaseTimer Timer, int Version), (long Due, long Number)> _waiting = new();
    private long _now;
    private long _number;
    private int _fired;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        var timer = new CaseTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>A new case begins; nobody waits for the timers of the last one.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _waiting.Clear();
            _fired = 0;
        }
    }

    /// <summary>Moves on to the timer that is due first, and fires it here.</summary>
    /// <returns>Whether there was one.</returns>
    public bool FireNext()
    {
        CaseTimer timer;
        lock (_gate)
        {
            (CaseTimer Timer, int Version) next;
            (long Due, long Number) due;
            do
            {
                if (_fired >= MostFired || !_waiting.TryDequeue(out next, out due))
                {
                    return false;
                }
            }
            while (next.Timer.Version != next.Version);

            _fired++;
            _now = Math.Max(_now, due.Due);
            timer = next.Timer;
        }

        timer.Fire();
        return true;
    }

    private sealed class CaseTimer(CaseClock clock, TimerCallback callback, object? state) : ITimer
    {
        /// <summary>What was set before it changed last counts no more.</summary>
        public int Version { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                Version++;
                if (dueTime >= TimeSpan.Zero)
                {
                    clock._waiting.Enqueue((this, Version), (clock._now + Math.Min(dueTime.Ticks, long.MaxValue / 4), ++clock._number));
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                Version++;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
