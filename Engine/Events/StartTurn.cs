using Jint.Native;
using PureEdge.Engine.Diagnostics;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.WebApi.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Events;

/// <summary>Runs a worker's top level and nothing else.</summary>
internal sealed class StartTurn(WorkerVersion version) : TurnItem(new StartupScope(version.Definition.Limits))
{
    private static readonly string[] Events = ["fetch", "scheduled"];

    private readonly TaskCompletionSource<StartupReport> _report = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<StartupReport> Report => _report.Task;

    /// <inheritdoc/>
    public override void Run(Isolate isolate)
    {
        try
        {
            var handlers = WorkerHandlers.Start(isolate.Realm, version.Definition, version.Bundle);
            Finish(null, Events.Where(e => handlers.UsesListeners ? GlobalEvents.HasListeners(isolate.Realm, e) : handlers.Has(e)).ToArray());
        }
        catch (WorkerLoadException e)
        {
            Finish(e.Failure, []);
        }
        catch (LimitExceededException e)
        {
            Finish(LimitOutcome.Failure(e, "The worker's top level: "), []);
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Fail(WorkerFailure failure) => Finish(failure, []);

    /// <inheritdoc/>
    public override void Abandon(WorkerFailure failure) => Finish(failure, []);

    private void Finish(WorkerFailure? failure, string[] handlers) => _report.TrySetResult(new(failure, Scope.Limits.Report, handlers));
}
