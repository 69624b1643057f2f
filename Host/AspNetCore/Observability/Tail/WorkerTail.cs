using PureEdge.Engine;

namespace PureEdge.AspNetCore.Observability.Tail;

/// <summary>The sessions that watch one worker.</summary>
/// <remarks>Thread-safe: the list of sessions is replaced, never changed.</remarks>
internal sealed class WorkerTail(TailHub hub, string worker)
{
    private IReadOnlyList<TailSession> _sessions = [];
    private IReadOnlyList<string> _consumers = [];

    /// <summary>Who watches.</summary>
    public IReadOnlyList<TailSession> Sessions
    {
        get => Volatile.Read(ref _sessions);
        set => Volatile.Write(ref _sessions, value);
    }

    /// <summary>The workers that are told.</summary>
    public IReadOnlyList<string> Consumers
    {
        get => Volatile.Read(ref _consumers);
        set => Volatile.Write(ref _consumers, value);
    }

    /// <summary>The worker wrote a line that is of no event: at its top level, or of one that began when nobody watched.</summary>
    public void Log(WorkerLogEntry entry)
    {
        var now = hub.Time.GetUtcNow();
        hub.Places.Tell(entry, told => Send(TraceEvent.OfLines(worker, [TraceLine.Of(told, now)]), null));
    }

    /// <summary>An event is over.</summary>
    public void Send(Trace trace) => Send(TraceEvent.Of(trace, hub.Time.GetUtcNow()), trace);

    private void Send(byte[] json, Trace? trace)
    {
        foreach (var consumer in trace is null ? [] : Consumers)
        {
            hub.OnEvent(consumer, json);
        }

        foreach (var session in Sessions)
        {
            if (session.Filter.Takes(trace))
            {
                session.Send(json);
            }
        }
    }
}

/// <summary>A line of a worker's log. Immutable.</summary>
/// <param name="Level">Its level.</param>
/// <param name="Text">What it says.</param>
/// <param name="Time">When it was written.</param>
/// <param name="IsUncaught">Whether it tells of an error that nobody handled.</param>
internal sealed record TraceLine(WorkerLogLevel Level, string Text, DateTimeOffset Time, bool IsUncaught)
{
    private const int MostLength = 16 << 10;

    public static TraceLine Of(WorkerLogEntry entry, DateTimeOffset time) =>
        new(entry.Level, entry.Text.Length <= MostLength ? entry.Text : entry.Text[..MostLength] + "...", time, entry.UncaughtIn is not null);
}
