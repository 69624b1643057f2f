using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Compression;

internal static class CompressionGlobals
{
    public static void Register(GlobalTable globals) => globals
        .Interface(JsCompressionStream.Definition)
        .Interface(JsDecompressionStream.Definition);
}
