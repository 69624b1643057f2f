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
    public void Log(WorkerLogLevel level, string text) => Send(TraceEvent.OfLines(worker, [TraceLine.Of(level, text, hub.Time.GetUtcNow())]), null);

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
internal sealed record TraceLine(WorkerLogLevel Level, string Text, DateTimeOffset Time)
{
    private const int MostLength = 16 << 10;

    public static TraceLine Of(WorkerLogLevel level, string text, DateTimeOffset time) => new(level, text.Length <= MostLength ? text : text[..MostLength] + "...", time);
}
