using System.Collections.Concurrent;

namespace PureEdge.AspNetCore.Observability;

/// <summary>
/// The label <c>worker</c> of metrics. Each value is a time series in whatever reads them, so there is a bound: the first <see cref="Most"/> workers
/// have one each, and those after them share <see cref="Others"/>. (The usage of workers is kept exactly, whatever their number: see UsageLedger.)
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class WorkerLabels
{
    /// <summary>Workers that have a label of their own.</summary>
    public const int Most = 1000;

    /// <summary>The label of the others; no worker can have this name.</summary>
    public const string Others = "(others)";

    private static readonly KeyValuePair<string, object?> Rest = new("worker", Others);

    private readonly ConcurrentDictionary<string, KeyValuePair<string, object?>> _labels = new(StringComparer.Ordinal);
    private int _count;

    public KeyValuePair<string, object?> Of(string worker)
    {
        if (_labels.TryGetValue(worker, out var label))
        {
            return label;
        }

        if (Volatile.Read(ref _count) >= Most || Interlocked.Increment(ref _count) > Most)
        {
            return Rest;
        }

        return _labels.GetOrAdd(worker, static name => new("worker", name));
    }
}
