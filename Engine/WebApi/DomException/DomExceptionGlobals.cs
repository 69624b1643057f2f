using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.DomException;

internal static class DomExceptionGlobals
{
    public static void Register(GlobalTable globals) => globals.Interface(JsDomException.Definition);
}
