using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Blobs;

/// <summary>The globals of the File API.</summary>
internal static class BlobsGlobals
{
    public static void Register(GlobalTable globals) => globals.Interface(JsBlob.Definition).Interface(JsFile.Definition);
}
