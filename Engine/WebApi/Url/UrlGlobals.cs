using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Url;

/// <summary>The globals of the URL standard.</summary>
internal static class UrlGlobals
{
    public static void Register(GlobalTable globals) => globals
        .Interface(JsUrl.Definition)
        .Interface(JsUrlSearchParams.Definition);
}
