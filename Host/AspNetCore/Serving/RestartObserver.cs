using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Observability;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Serving;

/// <summary>Ends the server, to be started anew by whoever watches it, when too many of its threads are lost.</summary>
internal sealed class RestartObserver(IWorkerObserver inner, IHostApplicationLifetime lifetime, ILogger<RestartObserver> log) : IWorkerObserver
{
    // Each keeps a processor or a stack; a server of two cores with eight endless calls is of no use to anybody.
    private const int MostLostThreads = 8;

    /// <summary>Whether the server ended for that reason.</summary>
    public bool MustRestart { get; private set; }

    /// <inheritdoc/>
    public void OnLog(WorkerLogEntry entry) => inner.OnLog(entry);

    /// <inheritdoc/>
    public void OnCompleted(string worker, WorkerFailure? failure, UsageReport usage) => inner.OnCompleted(worker, failure, usage);

    /// <inheritdoc/>
    public void OnFault(string worker, Exception exception) => inner.OnFault(worker, exception);

    /// <inheritdoc/>
    public void OnIsolate(string worker, WorkerFailure? ended) => inner.OnIsolate(worker, ended);

    /// <inheritdoc/>
    public void OnWaited(string worker, TimeSpan time) => inner.OnWaited(worker, time);

    /// <inheritdoc/>
    public void OnThreadLost(string worker, int lostThreads)
    {
        inner.OnThreadLost(worker, lostThreads);
        if (lostThreads >= MostLostThreads && !MustRestart)
        {
            MustRestart = true;
            Log.TooManyThreadsLost(log, lostThreads);
            lifetime.StopApplication();
        }
    }
}
