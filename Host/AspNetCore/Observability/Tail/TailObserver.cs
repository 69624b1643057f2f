using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Observability.Tail;

/// <summary>Brings what workers log to those who watch them, beside the log.</summary>
internal sealed class TailObserver(IWorkerObserver inner, TailHub tails) : IWorkerObserver
{
    /// <inheritdoc/>
    public void OnLog(WorkerLogEntry entry)
    {
        inner.OnLog(entry);
        tails.Log(entry);
    }

    /// <inheritdoc/>
    public void OnCompleted(string worker, WorkerFailure? failure, UsageReport usage) => inner.OnCompleted(worker, failure, usage);

    /// <inheritdoc/>
    public void OnIsolate(string worker, WorkerFailure? ended) => inner.OnIsolate(worker, ended);

    /// <inheritdoc/>
    public void OnWaited(string worker, TimeSpan time) => inner.OnWaited(worker, time);

    /// <inheritdoc/>
    public void OnThreadLost(string worker, int lostThreads) => inner.OnThreadLost(worker, lostThreads);

    /// <inheritdoc/>
    public void OnFault(string worker, Exception exception) => inner.OnFault(worker, exception);
}
