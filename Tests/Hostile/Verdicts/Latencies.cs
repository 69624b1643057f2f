using PureEdge.Hostile.Tests.Servers;

namespace PureEdge.Hostile.Tests.Verdicts;

/// <summary>
/// Latencies of the neighbour in milliseconds. One that is longer than the client's pace counts for each request that the client
/// would have made meanwhile, so that a stall weighs as much as it lasts.
/// </summary>
internal sealed class Latencies
{
    private readonly List<double> _sorted;

    private Latencies(IEnumerable<double> values, int failures)
    {
        _sorted = [.. values.Order()];
        Failures = failures;
    }

    public static Latencies None { get; } = new([], 0);

    public int Count => _sorted.Count;

    /// <summary>Requests that were not answered with 200.</summary>
    public int Failures { get; }

    public double Max => _sorted.Count == 0 ? 0 : _sorted[^1];

    public static Latencies Of(IReadOnlyList<NeighbourSample> samples) =>
        new(samples.SelectMany(sample => WithMissed(sample.Milliseconds)), samples.Count(sample => !sample.IsOk));

    public static Latencies All(IEnumerable<Latencies> parts)
    {
        Latencies[] all = [.. parts];
        return new(all.SelectMany(part => part._sorted), all.Sum(part => part.Failures));
    }

    /// <summary>The smallest latency that is at least as long as this share of all.</summary>
    public double Quantile(double share) => _sorted.Count == 0 ? 0 : _sorted[Math.Clamp((int)Math.Ceiling(share * _sorted.Count) - 1, 0, _sorted.Count - 1)];

    public override string ToString() => $"p50 {Quantile(0.5):0.00}, p99 {Quantile(0.99):0.00}, max {Max:0.0} ms of {Count} requests, {Failures} failed";

    private static IEnumerable<double> WithMissed(double milliseconds)
    {
        const double Pace = Neighbour.CadenceMilliseconds;
        yield return milliseconds;
        for (double missed = milliseconds - (2 * Pace); missed > 2 * Pace; missed -= Pace)
        {
            yield return missed;
        }
    }
}
