using PureEdge.AspNetCore.Observability.Sources;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Observability;

/// <summary>Gives the lines workers log to a listener, in the host's log's place; <c>pureedge dev</c> prints them.</summary>
internal sealed class ConsoleObserver(IWorkerObserver inner, SourcePlaces places, Action<string, WorkerLogLevel, string> listener) : IWorkerObserver
{
    /// <inheritdoc/>
    public void OnLog(WorkerLogEntry entry) => places.Tell(entry, told => listener(told.Worker, told.Level, told.Text));

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
