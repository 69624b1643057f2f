using PureEdge.Engine;

namespace PureEdge.AspNetCore.Observability;

/// <summary>The last events that failed, for who looks at the server. In memory only.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RecentFailures(TimeProvider time)
{
    /// <summary>How many are kept.</summary>
    public const int Most = 200;

    private const int MostText = 1000;

    private readonly Lock _gate = new();
    private readonly Queue<RecentFailure> _all = new();

    /// <summary>The failures, the newest first.</summary>
    public IReadOnlyList<RecentFailure> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all.Reverse()];
            }
        }
    }

    /// <summary>Keeps a failure.</summary>
    public void Add(string worker, WorkerFailure failure)
    {
        // A client that leaves is no failure of a worker, and would push those out that are.
        if (failure.Outcome == WorkerOutcome.Canceled)
        {
            return;
        }

        var kept = new RecentFailure(time.GetUtcNow(), worker, failure with { Message = Short(failure.Message), Stack = null, Version = null });
        lock (_gate)
        {
            if (_all.Count == Most)
            {
                _all.Dequeue();
            }

            _all.Enqueue(kept);
        }
    }

    private static string Short(string text) => text.Length <= MostText ? text : text[..MostText] + "...";
}

/// <summary>An event that failed. Immutable.</summary>
internal sealed record RecentFailure(DateTimeOffset Time, string Worker, WorkerFailure Failure);
