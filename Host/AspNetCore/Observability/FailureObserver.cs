using PureEdge.AspNetCore.Observability.Sources;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Observability;

/// <summary>Brings failures into the list.</summary>
internal sealed class FailureObserver(IWorkerObserver inner, SourcePlaces places, RecentFailures failures) : IWorkerObserver
{
    /// <inheritdoc/>
    public void OnLog(WorkerLogEntry entry) => inner.OnLog(entry);

    /// <inheritdoc/>
    public void OnCompleted(string worker, WorkerFailure? failure, UsageReport usage)
    {
        inner.OnCompleted(worker, failure, usage);
        if (failure is not null)
        {
            _ = AddAsync(worker, failure);
        }
    }

    /// <inheritdoc/>
    public void OnIsolate(string worker, WorkerFailure? ended) => inner.OnIsolate(worker, ended);

    /// <inheritdoc/>
    public void OnWaited(string worker, TimeSpan time) => inner.OnWaited(worker, time);

    /// <inheritdoc/>
    public void OnThreadLost(string worker, int lostThreads) => inner.OnThreadLost(worker, lostThreads);

    /// <inheritdoc/>
    public void OnFault(string worker, Exception exception) => inner.OnFault(worker, exception);

    // At once, unless a source map has to be read first.
    private async Task AddAsync(string worker, WorkerFailure failure) => failures.Add(worker, await places.OfAsync(failure, failure.Version));
}
