using System.Diagnostics;
using System.Numerics;

namespace PureEdge.Bench.Load;

/// <summary>Latencies in buckets of 1.6 % width from a nanosecond to centuries, so that recording costs an increment and no memory.</summary>
/// <remarks>Not thread-safe: each connection has its own, merged at the end.</remarks>
internal sealed class LatencyHistogram
{
    private const int SubBits = 6;
    private const int SubBuckets = 1 << SubBits;

    private readonly long[] _counts = new long[(64 - SubBits + 1) * SubBuckets];

    /// <summary>Latencies recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The largest, in ticks of <see cref="Stopwatch"/>; exact.</summary>
    public long MaxTicks { get; private set; }

    /// <summary>The largest in milliseconds.</summary>
    public double MaxMilliseconds => ToMilliseconds(MaxTicks);

    /// <summary>Records a latency in ticks of <see cref="Stopwatch"/>.</summary>
    public void Record(long ticks)
    {
        ticks = Math.Max(0, ticks);
        _counts[IndexOf(ticks)]++;
        Count++;
        MaxTicks = Math.Max(MaxTicks, ticks);
    }

    /// <summary>Adds all of another's.</summary>
    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
        MaxTicks = Math.Max(MaxTicks, other.MaxTicks);
    }

    /// <summary>The latency in milliseconds that <paramref name="percent"/> of all do not exceed; NaN without any.</summary>
    public double Percentile(double percent)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        var rank = Math.Max(1, (long)Math.Ceiling(Count * percent / 100));
        for (var i = 0; i < _counts.Length; i++)
        {
            rank -= _counts[i];
            if (rank <= 0)
            {
                return ToMilliseconds(Math.Min(UpperBoundOf(i), MaxTicks));
            }
        }

        return MaxMilliseconds;
    }

    private static int IndexOf(long ticks)
    {
        if (ticks < SubBuckets)
        {
            return (int)ticks;
        }

        var shift = BitOperations.Log2((ulong)ticks) - SubBits;
        return ((shift + 1) << SubBits) + (int)((ticks >> shift) - SubBuckets);
    }

    private static long UpperBoundOf(int index)
    {
        if (index < SubBuckets)
        {
            return index;
        }

        var shift = (index >> SubBits) - 1;
        return ((long)(SubBuckets + (index & (SubBuckets - 1)) + 1) << shift) - 1;
    }

    private static double ToMilliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;
}
