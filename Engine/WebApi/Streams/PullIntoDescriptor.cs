using Jint.Native;

namespace PureEdge.Engine.WebApi.Streams;

internal enum PullIntoReader
{
    None,
    Default,
    Byob,
}

/// <summary>A pull-into descriptor (https://streams.spec.whatwg.org/#pull-into-descriptor): a buffer that waits for bytes.</summary>
internal sealed class PullIntoDescriptor
{
    public required JsArrayBuffer Buffer { get; set; }

    public required int BufferByteLength { get; init; }

    public required int ByteOffset { get; init; }

    public required int ByteLength { get; init; }

    public int BytesFilled { get; set; }

    public required int MinimumFill { get; init; }

    public required int ElementSize { get; init; }

    public required ViewKind ViewKind { get; init; }

    public required PullIntoReader Reader { get; set; }
}
