namespace PureEdge.Engine.Isolates;

/// <summary>
/// The timers of one event. They fire in the order in which they are due, and of those that are due together in the order they were
/// started; all due times of a turn count from its beginning, as its clock does. One timer of the host serves them all.
/// </summary>
/// <remarks>Owned by the isolate's turn, except <see cref="Dispose"/>.</remarks>
internal sealed class TimerQueue(Isolate isolate, EventScope scope) : IDisposable
{
    private readonly SortedSet<Entry> _entries = new(Comparer<Entry>.Create(static (a, b) => (a.Due, a.Number).CompareTo((b.Due, b.Number))));
    private ITimer? _hostTimer;
    private long _last;

    // What the host's timer or a posted turn will look at next; the largest value when nothing will.
    private long _awaited = long.MaxValue;

    /// <summary>Runs <paramref name="action"/> in a turn of its own, not before <paramref name="delay"/> has passed.</summary>
    /// <param name="turnBegan">When the turn began, as a time stamp of the time provider.</param>
    /// <param name="delay">At least zero.</param>
    /// <param name="action">What to do.</param>
    /// <returns>Cancels the timer when disposed.</returns>
    public IDisposable Add(long turnBegan, TimeSpan delay, Action action)
    {
        var ticks = (long)(delay.TotalSeconds * isolate.Time.TimestampFrequency);
        Entry entry = new(this, turnBegan + ticks, isolate.Time.GetTimestamp() + ticks, ++_last, action);
        _entries.Add(entry);
        Await();
        return entry;
    }

    /// <summary>The event is over: no timer fires any more. May be called on any thread.</summary>
    public void Dispose() => Volatile.Read(ref _hostTimer)?.Dispose();

    /// <summary>Sees that the first timer is looked at when it may fire.</summary>
    private void Await()
    {
        if (_entries.Min is not { } first || first.NotBefore >= _awaited)
        {
            return;
        }

        _awaited = first.NotBefore;
        // The host's timers count whole milliseconds.
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling(isolate.Time.GetElapsedTime(isolate.Time.GetTimestamp(), first.NotBefore).TotalMilliseconds));
        if (wait <= TimeSpan.Zero)
        {
            Post();
            return;
        }

        if (_hostTimer is null)
        {
            Volatile.Write(ref _hostTimer, isolate.Time.CreateTimer(static queue => ((TimerQueue)queue!).Post(), this, wait, Timeout.InfiniteTimeSpan));
        }
        else
        {
            _hostTimer.Change(wait, Timeout.InfiniteTimeSpan);
        }

        if (scope.HasEnded)
        {
            // It ended meanwhile, on another thread, and may have seen no timer.
            _hostTimer.Dispose();
        }
    }

    private void Post() => isolate.Post(scope, FireFirst);

    private void FireFirst()
    {
        if (scope.HasEnded)
        {
            return;
        }

        // It may be too early: the host's timer was set for one that was cancelled, or fired a little before its time.
        _awaited = long.MaxValue;
        var first = _entries.Min is { } entry && entry.NotBefore <= isolate.Time.GetTimestamp() ? entry : null;
        first?.Dispose();
        // Before the action, which may kill the turn or start further timers: those come after what is due already.
        Await();
        first?.Action();
    }

    private sealed class Entry(TimerQueue queue, long due, long notBefore, long number, Action action) : IDisposable
    {
        public long Due => due;

        public long NotBefore => notBefore;

        public long Number => number;

        public Action Action => action;

        public void Dispose() => queue._entries.Remove(this);
    }
}
