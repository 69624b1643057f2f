using System.Diagnostics;
using System.Diagnostics.Metrics;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Observability;

/// <summary>The meter <c>PureEdge</c>: events by outcome and what they consumed, isolates, turns, and the parsed-code cache. Docs/observability.md lists all.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class WorkerMetrics
{
    /// <summary>The name of the meter, and of the source of activities.</summary>
    public const string Name = "PureEdge";

    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly WorkerLabels _labels = new();
    private readonly Counter<long> _events;
    private readonly Counter<long> _fuel;
    private readonly Counter<long> _allocated;
    private readonly Counter<long> _subrequests;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _isolatesBegun;
    private readonly Counter<long> _isolatesEnded;
    private readonly Counter<long> _lookups;
    private readonly Counter<long> _waits;
    private readonly Counter<double> _waited;
    private readonly Histogram<double> _duration;

    public WorkerMetrics(IMeterFactory meters)
    {
        Meter = meters.Create(Name);
        _events = Meter.CreateCounter<long>("pureedge.event.count", "{event}", "Events of workers that ended, by outcome.");
        _fuel = Meter.CreateCounter<long>("pureedge.event.fuel", "{fuel}", "Fuel that events consumed.");
        _allocated = Meter.CreateCounter<long>("pureedge.event.allocated", "By", "Bytes that events allocated.");
        _subrequests = Meter.CreateCounter<long>("pureedge.event.subrequests", "{request}", "Requests that events made.");
        _sent = Meter.CreateCounter<long>("pureedge.response.sent", "By", "Bytes of bodies sent to clients, those of static assets too.");
        _refused = Meter.CreateCounter<long>("pureedge.request.refused", "{request}", "Requests that no worker was asked about, by outcome.");
        _isolatesBegun = Meter.CreateCounter<long>("pureedge.isolate.created", "{isolate}", "Isolates that were made.");
        _isolatesEnded = Meter.CreateCounter<long>("pureedge.isolate.ended", "{isolate}", "Isolates that ended, by reason: 'idle', or the outcome of the event that ended them.");
        _lookups = Meter.CreateCounter<long>("pureedge.cache.lookups", "{lookup}", "Responses that workers looked for in their caches, by result: 'hit' or 'miss'.");
        _waits = Meter.CreateCounter<long>("pureedge.turn.waits", "{wait}", "Times that a turn waited for a slot.");
        _waited = Meter.CreateCounter<double>("pureedge.turn.waited", "s", "Time that turns waited for a slot.");
        _duration = Meter.CreateHistogram("pureedge.response.duration", "s", "Time from a request's arrival at a worker to the head of its answer.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
    }

    public Meter Meter { get; }

    /// <summary>Reports what <paramref name="runtime"/> knows.</summary>
    public void Observe(WorkerRuntime runtime)
    {
        Meter.CreateObservableCounter("pureedge.script_cache.hits", () => runtime.ScriptCache.Hits, "{hit}", "Modules found parsed.");
        Meter.CreateObservableCounter("pureedge.script_cache.misses", () => runtime.ScriptCache.Misses, "{miss}", "Modules that had to be parsed.");
        Meter.CreateObservableGauge("pureedge.script_cache.bytes", () => runtime.ScriptCache.Bytes, "By", "Estimated memory of parsed code.");
        Meter.CreateObservableGauge("pureedge.turn.running", () => runtime.Turns.Running, "{turn}", "Turns that run.");
        Meter.CreateObservableGauge("pureedge.turn.waiting", () => runtime.Turns.Waiting, "{turn}", "Turns that wait for a slot.");
        Meter.CreateObservableGauge("pureedge.isolate.live", () => LiveIsolates(runtime), "{isolate}", "Isolates that live.");
    }

    public void Completed(string worker, WorkerFailure? failure, UsageReport usage)
    {
        var label = _labels.Of(worker);
        _events.Add(1, label, new("outcome", (failure?.Outcome ?? WorkerOutcome.Ok).ToWireName()));
        _fuel.Add(usage.Fuel, label);
        _allocated.Add(usage.AllocatedBytes, label);
        if (usage.Subrequests > 0)
        {
            _subrequests.Add(usage.Subrequests, label);
        }
    }

    public void Sent(string worker, long bytes) => _sent.Add(bytes, _labels.Of(worker));

    /// <summary>A turn of a worker waited for a slot.</summary>
    public void Waited(string worker, TimeSpan time)
    {
        var label = _labels.Of(worker);
        _waits.Add(1, label);
        _waited.Add(time.TotalSeconds, label);
    }

    /// <summary>A worker looked for a response in its caches.</summary>
    public void LookedUp(string worker, bool isFound) => _lookups.Add(1, _labels.Of(worker), new("result", isFound ? "hit" : "miss"));

    /// <summary>A request was answered with a failure before any worker ran.</summary>
    public void Refused(WorkerOutcome outcome) => _refused.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToWireName()));

    /// <summary>The head of an answer is there.</summary>
    /// <param name="worker">Whose.</param>
    /// <param name="began">When the request came, as <see cref="Stopwatch.GetTimestamp"/> counts.</param>
    public void Answered(string worker, long began) => _duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, _labels.Of(worker));

    public void Isolate(string worker, WorkerFailure? ended)
    {
        if (ended is null)
        {
            _isolatesBegun.Add(1, _labels.Of(worker));
        }
        else
        {
            _isolatesEnded.Add(1, _labels.Of(worker), new("reason", ended.Outcome == WorkerOutcome.Ok ? "idle" : ended.Outcome.ToWireName()));
        }
    }

    private IEnumerable<Measurement<int>> LiveIsolates(WorkerRuntime runtime) => runtime.Workers
        .Select(worker => (Label: _labels.Of(worker.Definition.Name), worker.IsolateCount))
        .Where(static w => w.IsolateCount > 0)
        .GroupBy(static w => w.Label, static w => w.IsolateCount)
        .Select(static group => new Measurement<int>(group.Sum(), group.Key));
}
