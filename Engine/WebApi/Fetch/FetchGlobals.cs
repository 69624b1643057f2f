using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>The globals of the Fetch standard.</summary>
internal static class FetchGlobals
{
    public static void Register(GlobalTable globals) => globals
        .Interface(JsHeaders.Definition)
        .Interface(JsRequest.Definition)
        .Interface(JsResponse.Definition)
        .Function("fetch", 1, FetchFunction.Call);
}
