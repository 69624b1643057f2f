using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Messaging;

internal static class MessagingGlobals
{
    public static void Register(GlobalTable globals) => globals
        .Interface(JsMessageChannel.Definition)
        .Interface(JsMessageEvent.Definition)
        .Interface(JsMessagePort.Definition);
}
