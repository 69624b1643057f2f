using Jint.Native;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.WebApi.StructuredClone;
using PureEdge.Limits;

namespace PureEdge.Engine.Events;

/// <summary>Calls a method of an entrypoint and copies what it returns.</summary>
internal sealed class RpcTurn(RpcScope scope, WorkerVersion version, RpcCall call, EntrypointTarget target, Action<EventTurn, WorkerFailure> onAbandoned)
    : EventTurn(scope, version)
{
    /// <inheritdoc/>
    public override void Abandon(WorkerFailure failure) => onAbandoned(this, failure);

    /// <inheritdoc/>
    protected override void Dispatch(Isolate isolate, WorkerHandlers handlers)
    {
        var arguments = (JsArray)PortableReader.Read(isolate.Realm, call.Arguments);
        var context = new JsExecutionContext(isolate.Realm, Event, target.Props);
        var result = handlers.CallMethod(target, call.Method, [.. Enumerable.Range(0, (int)arguments.Length).Select(i => arguments[(uint)i])], context);
        WhenSettled(isolate, result, value =>
        {
            scope.TryAnswer(new(Event, null, PortableWriter.Write(isolate.Realm, value, $"the result of {call.Method}()"), isThrown: false));
            Event.BeginDraining(isolate);
            Event.Release();
        });
    }

    /// <inheritdoc/>
    protected override void BeforeRejection(Isolate isolate, JsValue error, WorkerFailure failure) =>
        scope.TryAnswer(new(Event, failure, PortableWriter.WriteThrown(isolate.Realm, error), isThrown: true));
}

/// <summary>A call of a method while it runs.</summary>
internal sealed class RpcScope(LimitSession limits, Action<EventScope, WorkerFailure?> onEnded) : AnsweredScope<RpcResult>(limits, onEnded)
{
    /// <inheritdoc/>
    protected override RpcResult NoAnswer(WorkerFailure failure) => new(this, failure, null, isThrown: false);
}
