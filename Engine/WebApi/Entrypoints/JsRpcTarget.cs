using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Entrypoints;

/// <summary>RpcTarget (https://developers.cloudflare.com/workers/runtime-apis/rpc/#class-instances): marks classes whose objects are passed by reference.</summary>
internal sealed class JsRpcTarget : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsRpcTarget>("RpcTarget")
        .Constructor(0, static (realm, _) => new JsRpcTarget(realm))
        .Build();

    private JsRpcTarget(WorkerRealm realm)
        : base(realm.Engine) => Prototype = realm.PrototypeOf(Definition);
}
