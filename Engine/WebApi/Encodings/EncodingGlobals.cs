using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Encodings;

/// <summary>
/// The globals of the Encoding standard. The namespace is not "Encoding", since that would hide System.Text.Encoding in every
/// other folder beside this one.
/// </summary>
internal static class EncodingGlobals
{
    public static void Register(GlobalTable globals) => globals
        .Interface(JsTextEncoder.Definition)
        .Interface(JsTextDecoder.Definition)
        .Interface(JsTextEncoderStream.Definition)
        .Interface(JsTextDecoderStream.Definition);
}
