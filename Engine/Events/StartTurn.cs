using Jint.Native;
using PureEdge.Engine.Diagnostics;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.WebApi.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Events;

/// <summary>Runs a worker's top level and nothing else, and reports when its turn is over.</summary>
internal sealed class StartTurn(WorkerVersion version) : TurnItem(new StartupScope(version.Definition.Limits))
{
    private static readonly string[] Events = ["fetch", "scheduled", "tail"];

    private readonly TaskCompletionSource<StartupReport> _report = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<StartupReport> Report => _report.Task;

    /// <inheritdoc/>
    public override void Run(Isolate isolate)
    {
        try
        {
            var handlers = WorkerHandlers.Start(isolate, version.Definition, version.Bundle);
            var handled = Events.Where(e => handlers.UsesListeners ? GlobalEvents.HasListeners(isolate.Realm, e) : handlers.Has(e)).ToArray();
            isolate.Post(new Confirmation(this, isolate, handled), mayRunHere: false);
        }
        catch (WorkerLoadException e)
        {
            Finish(e.Failure, []);
        }
        catch (LimitExceededException e)
        {
            Finish(LimitOutcome.Failure(e, version.Bundle, "The worker's top level: "), []);
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Fail(WorkerFailure failure) => Finish(failure, []);

    /// <inheritdoc/>
    public override void Abandon(WorkerFailure failure) => Finish(failure, []);

    /// <summary>Comes after the rest of the turn: promise reactions, and the measurement of what the top level keeps, which may end the isolate.</summary>
    private sealed class Confirmation(StartTurn start, Isolate isolate, string[] handlers) : TurnItem(start.Scope)
    {
        /// <inheritdoc/>
        public override void Run(Isolate _) => start.Finish(null, handlers);

        /// <inheritdoc/>
        public override void Fail(WorkerFailure failure) => start.Finish(failure, []);

        /// <inheritdoc/>
        public override void Abandon(WorkerFailure failure) => start.Finish(isolate.Death ?? failure, []);
    }

    private void Finish(WorkerFailure? failure, string[] handlers) => _report.TrySetResult(new(failure, Scope.Limits.Report, handlers));
}
