namespace PureEdge.Bench.Load;

/// <summary>What a load generator saw.</summary>
internal sealed class LoadResult
{
    /// <summary>Latencies of the responses.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Responses by status.</summary>
    public SortedDictionary<int, long> Statuses { get; } = [];

    /// <summary>Exchanges that ended without a response.</summary>
    public long Broken { get; set; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>Responses per second.</summary>
    public double PerSecond => Latency.Count / Elapsed.TotalSeconds;

    /// <summary>Statuses and breaks, for people: <c>503: 120, broken: 2</c>.</summary>
    public string Outcomes =>
        string.Join(", ", Statuses.Select(s => $"{s.Key}: {s.Value}").Concat(Broken > 0 ? [$"broken: {Broken}"] : []));

    /// <summary>Counts a response.</summary>
    public void Record(int status, long ticks)
    {
        Latency.Record(ticks);
        Statuses[status] = Statuses.GetValueOrDefault(status) + 1;
    }

    /// <summary>Adds all of another's; the time stays.</summary>
    public void Add(LoadResult other)
    {
        Latency.Add(other.Latency);
        Broken += other.Broken;
        foreach (var (status, count) in other.Statuses)
        {
            Statuses[status] = Statuses.GetValueOrDefault(status) + count;
        }
    }

    /// <summary>Insists that every exchange ended with 200: a figure over failures would say nothing.</summary>
    /// <exception cref="BenchException">One did not.</exception>
    public LoadResult RequireAllOk(string what) =>
        Broken == 0 && Latency.Count > 0 && Statuses.Keys.All(s => s == 200)
            ? this
            : throw new BenchException($"{what}: not every request was answered with 200 ({(Outcomes.Length == 0 ? "no answer at all" : Outcomes)}).");
}
