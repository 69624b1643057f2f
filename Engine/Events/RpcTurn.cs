using Jint.Native;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.WebApi.Rpc;
using PureEdge.Engine.WebApi.StructuredClone;
using PureEdge.Limits;

namespace PureEdge.Engine.Events;

/// <summary>Calls a method of an entrypoint, or reads a property, and passes on what it returns.</summary>
internal sealed class RpcTurn(RpcScope scope, WorkerVersion version, RpcCall call, EntrypointTarget target, Action<EventTurn, WorkerFailure> onAbandoned)
    : EventTurn(scope, version)
{
    private readonly List<JsRpcStub> _parameters = [];

    /// <inheritdoc/>
    public override void Abandon(WorkerFailure failure) => onAbandoned(this, failure);

    /// <inheritdoc/>
    protected override void Dispatch(Isolate isolate, WorkerHandlers handlers)
    {
        scope.Isolate = isolate;
        var context = new JsExecutionContext(isolate.Realm, Event, target.Props);
        JsValue result;
        try
        {
            result = handlers.Invoke(target, new(call.Path, call.Arguments), _parameters, context);
        }
        catch (HostErrorException e)
        {
            throw e.ToJavaScript(isolate.Realm);
        }

        WhenSettled(isolate, result, value =>
        {
            var answer = new RpcAnswer(RpcMessage.WriteResult(isolate.Realm, value, $"the result of {call.Method}()"), IsThrown: false);

            // What is kept of them was duplicated (https://developers.cloudflare.com/workers/runtime-apis/rpc/lifecycle/#stubs-received-as-parameters-in-an-rpc-call).
            JsRpcStub.DisposeAll(_parameters);
            if (!scope.TryAnswer(new(Event, null, answer)))
            {
                answer.Value.Drop();
            }

            Event.BeginDraining(isolate);
            Event.Release();
        });
    }

    /// <inheritdoc/>
    protected override void BeforeRejection(Isolate isolate, JsValue error, WorkerFailure failure) =>
        scope.TryAnswer(new(Event, failure, new(RpcMessage.Plain(PortableWriter.WriteThrown(isolate.Realm, error)), IsThrown: true)));
}

/// <summary>A call of a method while it runs, and while its caller holds stubs that it returned.</summary>
internal sealed class RpcScope(LimitSession limits, Action<EventScope, WorkerFailure?> onEnded) : AnsweredScope<RpcResult>(limits, onEnded)
{
    private int _kept;

    /// <summary>Where it runs, once it does.</summary>
    public Isolate? Isolate { get; set; }

    /// <inheritdoc/>
    public override bool IsBodyOpen => Volatile.Read(ref _kept) > 0;

    /// <inheritdoc/>
    public override Action Keep(bool forCaller)
    {
        Hold();
        if (!forCaller)
        {
            return Release;
        }

        Interlocked.Increment(ref _kept);
        return () =>
        {
            if (Interlocked.Decrement(ref _kept) == 0 && HasAnswered)
            {
                BeginDraining(Isolate!);
            }

            Release();
        };
    }

    /// <inheritdoc/>
    protected override RpcResult NoAnswer(WorkerFailure failure) => new(this, failure, null);
}
