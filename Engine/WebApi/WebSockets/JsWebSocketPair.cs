using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.WebSockets;

/// <summary>
/// WebSocketPair (https://developers.cloudflare.com/workers/runtime-apis/websockets/#constructor): two connected ends, <c>0</c> to be
/// returned in a response and <c>1</c> to be accepted.
/// </summary>
internal sealed class JsWebSocketPair : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsWebSocketPair>("WebSocketPair")
        .Constructor(0, static (realm, _) => new JsWebSocketPair(realm))
        .CompletePrototype(static (realm, prototype) => prototype.FastSetProperty(
            GlobalSymbolRegistry.Iterator,
            new PropertyDescriptor(
                new ClrFunction(realm.Engine, "", static (self, _) => Iterate(self), 0, PropertyFlag.Configurable), writable: true, enumerable: false, configurable: true)))
        .Build();

    private readonly JsWebSocket _client;
    private readonly JsWebSocket _server;

    private JsWebSocketPair(WorkerRealm realm)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        (_client, _server) = JsWebSocket.NewPair(realm);
        FastSetDataProperty("0", _client);
        FastSetDataProperty("1", _server);
    }

    // So that const [client, server] = new WebSocketPair() works.
    private static JsValue Iterate(JsValue value)
    {
        if (value is not JsWebSocketPair self)
        {
            JintInternals.ThrowTypeError("Illegal invocation: 'WebSocketPair[Symbol.iterator]' called on an object that is no WebSocketPair.");
            return Undefined;
        }

        var realm = WorkerRealm.Of(self.Engine);
        return realm.Call(realm.NewArray().Get("values"), realm.NewArray(self._client, self._server));
    }
}
