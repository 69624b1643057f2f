using PureEdge.Engine.Isolates;
using PureEdge.Engine.WebApi.Fetch;

namespace PureEdge.Engine.Events;

/// <summary>Begins a <c>tail</c> event: what other workers did (https://developers.cloudflare.com/workers/runtime-apis/handlers/tail/).</summary>
internal sealed class TailTurn(UnansweredScope scope, WorkerVersion version, ReadOnlyMemory<byte> events) : EventTurn(scope, version)
{
    /// <inheritdoc/>
    public override void Abandon(WorkerFailure failure) => Event.Fail(failure);

    /// <inheritdoc/>
    protected override void Dispatch(Isolate isolate, WorkerHandlers handlers)
    {
        var realm = isolate.Realm;
        if (handlers.UsesListeners)
        {
            throw realm.Error("A worker in service-worker syntax takes no tail events.");
        }

        var list = BodyConversion.Json(realm, events.Span);
        var result = handlers.TryCall(EntrypointTarget.Default, "tail", list, new JsExecutionContext(realm, Event)) ?? throw realm.Error("The worker has no tail handler.");
        WhenSettled(isolate, result, _ => Event.Release());
    }
}
