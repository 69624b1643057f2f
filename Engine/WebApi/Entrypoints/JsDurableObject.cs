using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Entrypoints;

/// <summary>
/// DurableObject (https://developers.cloudflare.com/durable-objects/api/base/), the class that such objects extend. What makes objects of
/// it is the binding.
/// </summary>
internal sealed class JsDurableObject : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsDurableObject>("DurableObject")
        .Constructor(2, static (realm, arguments) => new JsDurableObject(realm, arguments))
        .Build();

    private JsDurableObject(WorkerRealm realm, Jint.Native.JsValue[] arguments)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        FastSetDataProperty("ctx", arguments[0]);
        FastSetDataProperty("env", arguments[1]);
    }
}
