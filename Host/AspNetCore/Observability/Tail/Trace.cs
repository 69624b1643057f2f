using PureEdge.AspNetCore.Observability.Sources;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Observability.Tail;

/// <summary>An event of a worker while somebody watches.</summary>
/// <remarks>Owned by who began it; ended once. Lines come from the turns of the event, under a lock.</remarks>
internal sealed class Trace(WorkerTail tail, SourcePlaces places, WorkerDefinition worker, DateTimeOffset time)
{
    private const int MostLines = 256;

    private readonly Lock _gate = new();
    private readonly List<TraceLine> _lines = [];
    private bool _ended;

    public WorkerDefinition Worker { get; } = worker;

    public DateTimeOffset Time { get; } = time;

    /// <summary>The request, of a fetch event.</summary>
    public WorkerRequest? Request { get; init; }

    /// <summary>The request's headers as they came; workers may change theirs.</summary>
    public HeaderList? Headers { get; init; }

    /// <summary>The status of the answer; 0 without one.</summary>
    public int Status { get; set; }

    /// <summary>The cron expression, of a scheduled event.</summary>
    public string? Cron { get; init; }

    /// <summary>The method that another worker called.</summary>
    public string? Method { get; init; }

    /// <summary>The export that it is a method of; <see langword="null"/> for the default one.</summary>
    public string? Entrypoint { get; init; }

    /// <summary>When a scheduled event was due, in milliseconds since the Unix epoch.</summary>
    public double ScheduledTime { get; init; }

    /// <summary>The version's id; empty for a worker from a path.</summary>
    public string Version { get; init; } = "";

    /// <summary>Why it failed, or <see langword="null"/>.</summary>
    public WorkerFailure? Failure { get; private set; }

    /// <summary>What it consumed.</summary>
    public UsageReport Usage { get; private set; }

    /// <summary>The request's id, when it came from outside.</summary>
    public string? RequestId { get; init; }

    /// <summary>What it wrote; final once it has ended.</summary>
    public IReadOnlyList<TraceLine> Lines => _lines;

    /// <summary>It wrote a line. What comes when it is over is sent as lines without an event.</summary>
    public void Log(WorkerLogEntry entry, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_ended)
            {
                if (_lines.Count < MostLines)
                {
                    _lines.Add(TraceLine.Of(entry, now));
                }

                return;
            }
        }

        tail.Log(entry);
    }

    /// <summary>It is over. It is told of at once, unless a source map has to be read first.</summary>
    public async Task EndAsync(WorkerFailure? failure, UsageReport usage)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
        }

        // Nothing is added any more.
        for (var i = 0; i < _lines.Count; i++)
        {
            if (_lines[i].IsUncaught)
            {
                _lines[i] = _lines[i] with { Text = await places.OfAsync(_lines[i].Text, Worker) };
            }
        }

        (Failure, Usage) = (failure is null ? null : await places.OfAsync(failure, Worker), usage);
        tail.Send(this);
    }

    /// <summary>A method has returned; the event is over when what goes on behind it is.</summary>
    public async Task EndAsync(RpcResult result) => await EndAsync(result.Failure ?? await result.Completed, result.Usage);

    /// <summary>It has answered, and is over when what goes on behind the answer is.</summary>
    public async Task EndAsync(FetchResult result)
    {
        Status = result.Response?.Status ?? 0;
        await EndAsync(result.Failure ?? await result.Completed, result.Usage);
    }
}
