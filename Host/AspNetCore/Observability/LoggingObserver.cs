using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Admission;
using PureEdge.AspNetCore.Observability.Sources;
using PureEdge.AspNetCore.Observability.Tail;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Observability;

/// <summary>Brings what workers log, and how their events end, into the host's log and meters, and what they used onto the account of their tenant.</summary>
internal sealed class LoggingObserver(ILoggerFactory loggers, WorkerMetrics metrics, SourcePlaces places, TenantBook tenants) : IWorkerObserver
{
    private readonly ILogger _workers = loggers.CreateLogger("PureEdge.Worker");
    private readonly ILogger _faults = loggers.CreateLogger("PureEdge");

    /// <inheritdoc/>
    public void OnLog(WorkerLogEntry entry) => places.Tell(entry, Write);

    /// <inheritdoc/>
    public void OnCompleted(string worker, WorkerFailure? failure, UsageReport usage)
    {
        metrics.Completed(worker, failure, usage);
        tenants.Charge(worker, usage);
    }

    /// <inheritdoc/>
    public void OnIsolate(string worker, WorkerFailure? ended) => metrics.Isolate(worker, ended);

    /// <inheritdoc/>
    public void OnWaited(string worker, TimeSpan time) => metrics.Waited(worker, time);

    /// <inheritdoc/>
    public void OnThreadLost(string worker, int lostThreads) => Log.ThreadLost(_faults, worker, lostThreads);

    /// <inheritdoc/>
    public void OnFault(string worker, Exception exception) => Log.Fault(_faults, worker, exception);

    private void Write(WorkerLogEntry entry)
    {
        var text = LogText.Clean(entry.Text);
        var request = (entry.Tag as Trace)?.RequestId ?? entry.Tag as string ?? "-";
        if (entry.Level is WorkerLogLevel.Warn or WorkerLogLevel.Error)
        {
            Log.WorkerWarned(_workers, entry.Worker, request, text);
        }
        else
        {
            Log.WorkerWrote(_workers, entry.Worker, request, text);
        }
    }
}
