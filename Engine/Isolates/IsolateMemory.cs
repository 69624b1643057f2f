using PureEdge.Engine.Bindings;
using PureEdge.Engine.Diagnostics;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Modules;
using PureEdge.Engine.Scripts;
using PureEdge.Limits.Memory;

namespace PureEdge.Engine.Isolates;

/// <summary>
/// What an isolate keeps between turns. It is measured after a turn, on the turn's thread and slot, so that the time is its
/// worker's share of the processor; fuel, which must be the same on every run, is not charged for it.
/// </summary>
internal sealed partial class Isolate
{
    private readonly RetainedBound _retained;
    private long _allocatedBefore;

    /// <summary>Measures isolates: everything of this assembly belongs to the isolate that leads to it, but what a worker's isolates share.</summary>
    internal static RetainedMemory Memory { get; } = new(
        [typeof(Isolate).Assembly],
        [
            typeof(IsolateHost), typeof(SlotScheduler), typeof(SchedulerShare), typeof(Worker), typeof(WorkerRuntime), typeof(ISharedByIsolates),
            typeof(WorkerDefinition), typeof(WorkerBundle), typeof(PreparedBundle), typeof(PreparedModule), typeof(ScriptCache),
            typeof(InterfaceDefinition), typeof(HostModule), typeof(BundleModuleLoader),
            typeof(IOutboundFetcher), typeof(IWorkerObserver), typeof(IWorkerBinding), typeof(BindingClass), typeof(InvocationChain),
        ]);

    private void CountAllocated(RequestScope scope) =>
        _retained.Add(GC.GetAllocatedBytesForCurrentThread() - _allocatedBefore + scope.TakeHostBytes());

    private void LimitRetained(RequestScope scope)
    {
        CountAllocated(scope);
        if (!_retained.IsDue || Death is not null)
        {
            return;
        }

        _host.CountMeasurement();
        if (_retained.Measured(Memory.Measure(this, _retained.StopAt, _onSlice, _host.SharedCode)) is not { } exceeded)
        {
            return;
        }

        var failure = LimitOutcome.Failure(exceeded);
        _host.Log(WorkerLogLevel.Error, failure.Message);
        Share.Breaker.Add(RunningTime());
        foreach (var open in _openScopes.ToArray())
        {
            open.Fail(failure);
        }

        Die(failure);
    }
}
