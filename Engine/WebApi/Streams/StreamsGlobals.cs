using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>The globals of the streams standard.</summary>
internal static class StreamsGlobals
{
    public static void Register(GlobalTable globals) => globals
        .Interface(JsReadableStream.Definition)
        .Interface(JsReadableStreamDefaultController.Definition)
        .Interface(JsReadableStreamDefaultReader.Definition)
        .Interface(JsReadableByteStreamController.Definition)
        .Interface(JsReadableStreamByobReader.Definition)
        .Interface(JsReadableStreamByobRequest.Definition)
        .Interface(JsWritableStream.Definition)
        .Interface(JsWritableStreamDefaultController.Definition)
        .Interface(JsWritableStreamDefaultWriter.Definition)
        .Interface(JsTransformStream.Definition)
        .Interface(JsTransformStreamDefaultController.Definition)
        .Interface(JsIdentityTransformStream.Definition)
        .Interface(JsFixedLengthStream.Definition)
        .Interface(JsCountQueuingStrategy.Definition)
        .Interface(JsByteLengthQueuingStrategy.Definition);
}
