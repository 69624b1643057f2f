using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.UrlPatterns;

internal static class UrlPatternsGlobals
{
    public static void Register(GlobalTable globals) => globals.Interface(JsUrlPattern.Definition);
}
