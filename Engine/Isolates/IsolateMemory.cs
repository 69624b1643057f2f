using PureEdge.Engine.Bindings;
using PureEdge.Engine.Diagnostics;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Modules;
using PureEdge.Engine.Scripts;
using PureEdge.Limits.Memory;
using PureEdge.Wasm;

namespace PureEdge.Engine.Isolates;

/// <summary>
/// What an isolate keeps. It is measured after a turn or in it, on the turn's thread and slot, so that the time is its worker's
/// share of the processor; fuel, which must be the same on every run, is not charged for it.
/// </summary>
internal sealed partial class Isolate
{
    private readonly RetainedBound _retained;

    /// <summary>Measures isolates: everything of this assembly belongs to the isolate that leads to it, but what a worker's isolates share.</summary>
    internal static RetainedMemory Memory { get; } = new(
        [typeof(Isolate).Assembly, typeof(WasmStore).Assembly],
        [
            typeof(IsolateHost), typeof(SlotScheduler), typeof(SchedulerShare), typeof(Worker), typeof(WorkerRuntime), typeof(ISharedByIsolates),
            typeof(WorkerDefinition), typeof(WorkerBundle), typeof(PreparedBundle), typeof(PreparedModule), typeof(ScriptCache),
            typeof(InterfaceDefinition), typeof(HostModule), typeof(WasmModule), typeof(WasmFunctionType), typeof(WasmLimits), typeof(BundleModuleLoader),
            typeof(IOutboundFetcher), typeof(IResponseCache), typeof(CachedResponse), typeof(IWorkerObserver), typeof(IWorkerBinding), typeof(BindingClass), typeof(InvocationChain),
        ]);

    private MemoryMeasurement Measure(long stopAt, Action? onSlice)
    {
        _host.CountMeasurement();
        return Memory.Measure(this, stopAt, onSlice, _host.SharedCode);
    }

    private void CountAllocated(RequestScope scope)
    {
        var hostBytes = scope.TakeHostBytes();
        _retained.Add(hostBytes);

        // What of it is kept is not known; most turns keep nothing.
        GarbagePressure.Add(_retained.Count() + hostBytes);
    }

    private void LimitRetained(RequestScope scope)
    {
        CountAllocated(scope);
        if (Death is not null || _retained.Check(_onSlice) is not { } exceeded)
        {
            return;
        }

        var failure = LimitOutcome.Failure(exceeded, _host.Bundle);
        _host.Log(WorkerLogLevel.Error, failure.Message, null);
        Share.Breaker.Add(RunningTime());
        foreach (var open in _openScopes.ToArray())
        {
            open.Fail(failure);
        }

        Die(failure);
    }
}
