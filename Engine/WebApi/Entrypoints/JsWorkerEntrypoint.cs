using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Entrypoints;

/// <summary>
/// WorkerEntrypoint (https://developers.cloudflare.com/workers/runtime-apis/bindings/service-bindings/rpc/#the-workerentrypoint-class):
/// a class that extends it is made anew for each event, with the context and the environment, and its methods are the handlers.
/// </summary>
internal sealed class JsWorkerEntrypoint : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsWorkerEntrypoint>("WorkerEntrypoint")
        .Constructor(2, static (realm, arguments) => new JsWorkerEntrypoint(realm, arguments))
        .Build();

    private JsWorkerEntrypoint(WorkerRealm realm, Jint.Native.JsValue[] arguments)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        FastSetDataProperty("ctx", arguments[0]);
        FastSetDataProperty("env", arguments[1]);
    }
}
