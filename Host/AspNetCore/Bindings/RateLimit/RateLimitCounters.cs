using System.Collections.Concurrent;

namespace PureEdge.AspNetCore.Bindings.RateLimit;

/// <summary>
/// Counts calls by key in windows of a fixed length. In this process only: like that of Workers it is for keeping a flood off, not for billing.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RateLimitCounters(TimeProvider time)
{
    /// <summary>Keys that are counted at once, of all workers. Beyond, those of other windows are forgotten, and then new keys share a few counters.</summary>
    public const int MostKeys = 100_000;

    private readonly ConcurrentDictionary<(string Namespace, ulong Key, int Period), Window> _windows = new();
    private long _sweptAt;

    /// <summary>Counts a call.</summary>
    /// <param name="space">The namespace: workers with the same one share counters.</param>
    /// <param name="key">The hash of what is counted.</param>
    /// <param name="limit">The most calls in a period.</param>
    /// <param name="period">The period in seconds.</param>
    /// <returns>Whether it is one of those that are allowed.</returns>
    public bool TryCount(string space, ulong key, int limit, int period)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (_windows.Count >= MostKeys)
        {
            Sweep(now);
            // Who makes a flood of keys shares a few counters with whoever does the same.
            key = _windows.Count >= MostKeys ? key % 64 : key;
        }

        var window = _windows.GetOrAdd((space, key, period), static _ => new());
        return window.TryCount(now / period, limit);
    }

    // At most once a second, by whoever comes first.
    private void Sweep(long now)
    {
        var before = Volatile.Read(ref _sweptAt);
        if (before == now || Interlocked.CompareExchange(ref _sweptAt, now, before) != before)
        {
            return;
        }

        foreach (var (key, window) in _windows)
        {
            if (window.Number < now / key.Period)
            {
                _windows.TryRemove(key, out _);
            }
        }
    }

    private sealed class Window
    {
        private readonly Lock _gate = new();
        private int _count;

        public long Number { get; private set; }

        public bool TryCount(long number, int limit)
        {
            lock (_gate)
            {
                if (Number != number)
                {
                    (Number, _count) = (number, 0);
                }

                if (_count >= limit)
                {
                    return false;
                }

                _count++;
                return true;
            }
        }
    }
}
