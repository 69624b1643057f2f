using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.WebSockets;

/// <summary>
/// WebSocketRequestResponsePair (https://developers.cloudflare.com/durable-objects/api/state/#setwebsocketautoresponse): a message that a
/// runtime answers by itself, and the answer.
/// </summary>
internal sealed class JsWebSocketRequestResponsePair : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsWebSocketRequestResponsePair>("WebSocketRequestResponsePair")
        .Constructor(2, static (realm, arguments) => new JsWebSocketRequestResponsePair(realm, WebIdl.ToDomString(realm, arguments[0]), WebIdl.ToDomString(realm, arguments[1])))
        .Getter("request", static self => self._request)
        .Getter("response", static self => self._response)
        .Build();

    private readonly string _request;
    private readonly string _response;

    private JsWebSocketRequestResponsePair(WorkerRealm realm, string request, string response)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        _request = request;
        _response = response;
    }
}
