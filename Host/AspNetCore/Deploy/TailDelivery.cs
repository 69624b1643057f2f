using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Observability;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Deploy;

/// <summary>Brings events of workers to their tail workers, several at once where they come fast; one call of a tail worker at a time.</summary>
/// <remarks>Thread-safe. What waits is bounded: a tail worker that is slow misses events, and the log says how many.</remarks>
internal sealed class TailDelivery(WorkerRegistry registry, ILogger<TailDelivery> log)
{
    private const int MostWaiting = 1000;
    private const int MostWaitingBytes = 8 << 20;
    private const int MostAtOnce = 100;

    private readonly ConcurrentDictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);

    /// <summary>An event is to be told to a worker. Never blocks.</summary>
    public void Add(string consumer, byte[] json)
    {
        var waiting = _waiting.GetOrAdd(consumer, static _ => new());
        lock (waiting)
        {
            if (waiting.Events.Count >= MostWaiting || waiting.Bytes + json.Length > MostWaitingBytes)
            {
                waiting.Dropped++;
                return;
            }

            waiting.Events.Enqueue(json);
            waiting.Bytes += json.Length;
            if (waiting.IsRunning)
            {
                return;
            }

            waiting.IsRunning = true;
        }

        _ = Task.Run(() => RunAsync(consumer, waiting));
    }

    private async Task RunAsync(string consumer, Waiting waiting)
    {
        while (Take(waiting) is var (events, dropped) && events is not null)
        {
            var failure = registry.Find(consumer) is { } state ? await RunAsync(state, events) : null;
            if (failure is not null || dropped > 0)
            {
                Log.TailFailed(log, consumer, failure?.Outcome.ToWireName() ?? "ok", LogText.Clean(failure?.Message ?? ""), dropped);
            }
        }
    }

    private static async Task<WorkerFailure?> RunAsync(WorkerState state, byte[] events)
    {
        var (worker, broken, _) = await state.Current.Choose().GetAsync();
        return worker is null ? broken : await worker.RunTailAsync(events);
    }

    private static (byte[]? Events, int Dropped) Take(Waiting waiting)
    {
        lock (waiting)
        {
            if (waiting.Events.Count == 0)
            {
                waiting.IsRunning = false;
                return default;
            }

            using var list = new MemoryStream();
            list.WriteByte((byte)'[');
            for (var i = 0; i < MostAtOnce && waiting.Events.TryDequeue(out var json); i++)
            {
                if (i > 0)
                {
                    list.WriteByte((byte)',');
                }

                list.Write(json);
                waiting.Bytes -= json.Length;
            }

            list.WriteByte((byte)']');
            var dropped = waiting.Dropped;
            waiting.Dropped = 0;
            return (list.ToArray(), dropped);
        }
    }

    private sealed class Waiting
    {
        public Queue<byte[]> Events { get; } = new();

        public int Bytes { get; set; }

        public int Dropped { get; set; }

        public bool IsRunning { get; set; }
    }
}
