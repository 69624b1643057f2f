using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Abort;

internal static class AbortGlobals
{
    public static void Register(GlobalTable globals) => globals
        .Interface(JsAbortController.Definition)
        .Interface(JsAbortSignal.Definition);
}
