using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Observability.Usage;

/// <summary>Brings what events used into the ledger.</summary>
internal sealed class UsageObserver(IWorkerObserver inner, UsageLedger usage) : IWorkerObserver
{
    /// <inheritdoc/>
    public void OnLog(WorkerLogEntry entry) => inner.OnLog(entry);

    /// <inheritdoc/>
    public void OnCompleted(string worker, WorkerFailure? failure, UsageReport report)
    {
        inner.OnCompleted(worker, failure, report);
        usage.Completed(worker, failure, report);
    }

    /// <inheritdoc/>
    public void OnIsolate(string worker, WorkerFailure? ended) => inner.OnIsolate(worker, ended);

    /// <inheritdoc/>
    public void OnWaited(string worker, TimeSpan time) => inner.OnWaited(worker, time);

    /// <inheritdoc/>
    public void OnThreadLost(string worker, int lostThreads) => inner.OnThreadLost(worker, lostThreads);

    /// <inheritdoc/>
    public void OnFault(string worker, Exception exception) => inner.OnFault(worker, exception);
}
