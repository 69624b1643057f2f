using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.EventSources;

internal static class EventSourceGlobals
{
    public static void Register(GlobalTable globals) => globals.Interface(JsEventSource.Definition);
}
