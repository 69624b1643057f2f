using Jint.Native.Object;
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
        .Build();

    private JsWebSocketPair(WorkerRealm realm)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        var (client, server) = JsWebSocket.NewPair(realm);
        FastSetDataProperty("0", client);
        FastSetDataProperty("1", server);
    }
}
