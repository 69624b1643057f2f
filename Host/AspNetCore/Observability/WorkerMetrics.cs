using System.Diagnostics.Metrics;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Observability;

/// <summary>The meter <c>PureEdge</c>: events by outcome, what they consumed, and the parsed-code cache.</summary>
internal sealed class WorkerMetrics
{
    private readonly Counter<long> _events;
    private readonly Counter<long> _fuel;
    private readonly Counter<long> _allocated;

    public WorkerMetrics(IMeterFactory meters)
    {
        Meter = meters.Create("PureEdge");
        _events = Meter.CreateCounter<long>("pureedge.event.count", "{event}", "Events of workers that ended, by outcome.");
        _fuel = Meter.CreateCounter<long>("pureedge.event.fuel", "{fuel}", "Fuel that events consumed.");
        _allocated = Meter.CreateCounter<long>("pureedge.event.allocated", "By", "Bytes that events allocated.");
    }

    public Meter Meter { get; }

    /// <summary>Reports the parsed-code cache and the scheduler of <paramref name="runtime"/>.</summary>
    public void Observe(WorkerRuntime runtime)
    {
        Meter.CreateObservableCounter("pureedge.script_cache.hits", () => runtime.ScriptCache.Hits, "{hit}", "Modules found parsed.");
        Meter.CreateObservableCounter("pureedge.script_cache.misses", () => runtime.ScriptCache.Misses, "{miss}", "Modules that had to be parsed.");
        Meter.CreateObservableGauge("pureedge.script_cache.bytes", () => runtime.ScriptCache.Bytes, "By", "Estimated memory of parsed code.");
        Meter.CreateObservableGauge("pureedge.turn.running", () => runtime.Turns.Running, "{turn}", "Turns that run.");
        Meter.CreateObservableGauge("pureedge.turn.waiting", () => runtime.Turns.Waiting, "{turn}", "Turns that wait for a slot.");
    }

    public void Completed(string worker, WorkerFailure? failure, UsageReport usage)
    {
        var tags = new KeyValuePair<string, object?>("worker", worker);
        _events.Add(1, tags, new("outcome", (failure?.Outcome ?? WorkerOutcome.Ok).ToWireName()));
        _fuel.Add(usage.Fuel, tags);
        _allocated.Add(usage.AllocatedBytes, tags);
    }
}
