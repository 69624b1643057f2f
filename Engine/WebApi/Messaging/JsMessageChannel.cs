using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Messaging;

/// <summary>MessageChannel (https://html.spec.whatwg.org/multipage/web-messaging.html#message-channels).</summary>
/// <remarks>Immutable.</remarks>
internal sealed class JsMessageChannel : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsMessageChannel>("MessageChannel")
        .Constructor(0, static (realm, _) => new JsMessageChannel(realm))
        .Getter("port1", static self => self._port1)
        .Getter("port2", static self => self._port2)
        .Build();

    private readonly JsMessagePort _port1;
    private readonly JsMessagePort _port2;

    private JsMessageChannel(WorkerRealm realm)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        MessagePipeEnd one = new(realm), other = new(realm);
        MessagePipeEnd.Entangle(one, other);
        _port1 = new(realm, one);
        _port2 = new(realm, other);
    }
}
