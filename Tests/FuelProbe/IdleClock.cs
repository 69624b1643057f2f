using System.Diagnostics;

namespace FuelProbe;

/// <summary>
/// A clock that stands still while anything is done, and goes on to the next timer when nothing is. Whether a timer fires before a
/// request ends, which shows in what the request costs, then depends on the program alone and not on how busy the machine is.
/// </summary>
/// <remarks>Timers that fire again and again are the host's own, which scripts do not see: they keep the machine's time.</remarks>
internal sealed class IdleClock : TimeProvider, IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Idle: so many looks in a row at which the process had used hardly any processor time since the last.
    private const int IdleLooks = 4;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan HardlyAny = TimeSpan.FromMilliseconds(2);

    private readonly Lock _lock = new();
    private readonly SortedSet<VirtualTimer> _waiting = new(Comparer<VirtualTimer>.Create(static (a, b) => (a.Due, a.Number).CompareTo((b.Due, b.Number))));
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly ITimer _looks;
    private TimeSpan _used;
    private long _now;
    private long _requestBegan;
    private long _last;
    private int _idleLooks;

    public IdleClock() => _looks = System.CreateTimer(_ => LookForIdleness(), null, Look, Look);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The next request finds the same date as every other, whatever went before.</summary>
    public void BeginRequest() => Volatile.Write(ref _requestBegan, GetTimestamp());

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(GetTimestamp() - Volatile.Read(ref _requestBegan));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Dispose()
    {
        _looks.Dispose();
        _process.Dispose();
    }

    private void LookForIdleness()
    {
        VirtualTimer? first;
        lock (_lock)
        {
            _process.Refresh();
            var used = _process.TotalProcessorTime;
            _idleLooks = used - _used < HardlyAny ? _idleLooks + 1 : 0;
            _used = used;
            if (_idleLooks < IdleLooks || _waiting.Min is not { } next)
            {
                return;
            }

            first = next;
            _waiting.Remove(next);
            _idleLooks = 0;
            Volatile.Write(ref _now, Math.Max(_now, next.Due));
        }

        first.Fire();
    }

    private sealed class VirtualTimer(IdleClock clock, Action fire) : ITimer
    {
        public long Due { get; private set; }

        public long Number { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._waiting.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    (Due, Number) = (clock._now + dueTime.Ticks, ++clock._last);
                    clock._waiting.Add(this);
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
