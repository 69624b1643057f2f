using PureEdge.Limits;

namespace PureEdge.Engine;

/// <summary>A line of a worker's log.</summary>
/// <param name="Worker">The worker's name.</param>
/// <param name="Level">Its level.</param>
/// <param name="Text">The text; it comes from the worker and may contain anything.</param>
/// <param name="Tag">What the host gave with the event whose line it is; <see langword="null"/> when it gave nothing, or the line is of no event.</param>
public readonly record struct WorkerLogEntry(string Worker, WorkerLogLevel Level, string Text, object? Tag = null)
{
    /// <summary>The version whose error nobody handled, when the line tells of one and its stack; <see langword="null"/> for what a worker wrote itself.</summary>
    public WorkerDefinition? UncaughtIn { get; init; }
}

/// <summary>What the host hears of its workers. Called on whichever thread it happens on; must not block.</summary>
public interface IWorkerObserver
{
    /// <summary>A worker wrote to its log, or an exception of it was not handled.</summary>
    /// <param name="entry">The line.</param>
    void OnLog(WorkerLogEntry entry);

    /// <summary>An event of a worker is over, <c>waitUntil</c> included.</summary>
    /// <param name="worker">The worker's name.</param>
    /// <param name="failure">Why it failed, with its <see cref="WorkerFailure.Version"/>; or <see langword="null"/>.</param>
    /// <param name="usage">What it consumed.</param>
    void OnCompleted(string worker, WorkerFailure? failure, UsageReport usage);

    /// <summary>An isolate of a worker was made, or ended.</summary>
    /// <param name="worker">The worker's name.</param>
    /// <param name="ended"><see langword="null"/> when it was made; else why it ended: <see cref="WorkerOutcome.Ok"/> when it was idle.</param>
    void OnIsolate(string worker, WorkerFailure? ended)
    {
    }

    /// <summary>A turn of a worker has waited for a processor slot, which it has now.</summary>
    /// <param name="worker">The worker's name.</param>
    /// <param name="time">How long.</param>
    void OnWaited(string worker, TimeSpan time)
    {
    }

    /// <summary>A thread hangs in a turn of a worker, in a call that nothing can interrupt; the worker's version is not run any more.</summary>
    /// <param name="worker">The worker's name.</param>
    /// <param name="lostThreads">Threads that were lost since the start. Each keeps its stack: after some the process should be started anew.</param>
    void OnThreadLost(string worker, int lostThreads);

    /// <summary>PureEdge or the interpreter itself failed while it ran a worker: a bug to report.</summary>
    /// <param name="worker">The worker's name.</param>
    /// <param name="exception">The fault.</param>
    void OnFault(string worker, Exception exception);
}
