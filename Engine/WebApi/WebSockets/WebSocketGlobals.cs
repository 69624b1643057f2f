using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.WebSockets;

internal static class WebSocketGlobals
{
    public static void Register(GlobalTable globals) => globals
        .Interface(JsCloseEvent.Definition)
        .Interface(JsWebSocket.Definition)
        .Interface(JsWebSocketPair.Definition)
        .Interface(JsWebSocketRequestResponsePair.Definition);
}
