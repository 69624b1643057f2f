using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Entrypoints;

/// <summary>An object of a class that a worker's code extends: it has the context and the environment, and its methods are the handlers.</summary>
internal sealed class JsEntrypoint : ObjectInstance
{
    /// <summary>
    /// WorkerEntrypoint (https://developers.cloudflare.com/workers/runtime-apis/bindings/service-bindings/rpc/#the-workerentrypoint-class):
    /// a class that extends it is made anew for each event.
    /// </summary>
    public static readonly InterfaceDefinition WorkerEntrypoint = new InterfaceBuilder<JsEntrypoint>("WorkerEntrypoint")
        .Constructor(2, static (realm, arguments) => new JsEntrypoint(realm, WorkerEntrypoint!, arguments))
        .Build();

    /// <summary>
    /// DurableObject (https://developers.cloudflare.com/durable-objects/api/base/), the class that such objects extend. What makes objects of
    /// it is the binding.
    /// </summary>
    public static readonly InterfaceDefinition DurableObject = new InterfaceBuilder<JsEntrypoint>("DurableObject")
        .Constructor(2, static (realm, arguments) => new JsEntrypoint(realm, DurableObject!, arguments))
        .Build();

    private JsEntrypoint(WorkerRealm realm, InterfaceDefinition definition, JsValue[] arguments)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(definition);
        FastSetDataProperty("ctx", arguments[0]);
        FastSetDataProperty("env", arguments[1]);
    }
}
