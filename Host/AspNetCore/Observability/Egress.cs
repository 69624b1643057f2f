using PureEdge.AspNetCore.Observability.Usage;

namespace PureEdge.AspNetCore.Observability;

/// <summary>Counts the bytes of an answer of a worker as they go out.</summary>
internal readonly struct Egress(WorkerMetrics metrics, UsageLedger? usage, string worker)
{
    public void Sent(long bytes)
    {
        metrics.Sent(worker, bytes);
        usage?.Sent(worker, bytes);
    }
}
