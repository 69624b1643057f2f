using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>Keeps what a preview logs. It is in no log and in no list of failures; what it used goes on the bill, and what concerns the process to its observer.</summary>
/// <remarks>Thread-safe: under one lock.</remarks>
internal sealed class PreviewLog(IWorkerObserver process, Func<int> countLostThread, Action<WorkerFailure?, UsageReport> bill) : IWorkerObserver
{
    private const int MostLines = 200;
    private const int MostText = 4000;

    private readonly Lock _gate = new();
    private readonly List<WorkerLogEntry> _lines = [];

    /// <summary>The lines so far.</summary>
    public IReadOnlyList<WorkerLogEntry> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <inheritdoc/>
    public void OnLog(WorkerLogEntry entry)
    {
        lock (_gate)
        {
            if (_lines.Count < MostLines)
            {
                _lines.Add(entry.Text.Length <= MostText ? entry : entry with { Text = entry.Text[..MostText] + "..." });
            }
        }
    }

    /// <inheritdoc/>
    public void OnCompleted(string worker, WorkerFailure? failure, UsageReport usage) => bill(failure, usage);

    /// <inheritdoc/>
    public void OnThreadLost(string worker, int lostThreads) => process.OnThreadLost(worker, countLostThread());

    /// <inheritdoc/>
    public void OnFault(string worker, Exception exception) => process.OnFault(worker, exception);
}
