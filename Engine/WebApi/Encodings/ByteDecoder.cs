namespace PureEdge.Engine.WebApi.Encodings;

/// <summary>The decoder of an encoding. It replaces what is malformed by U+FFFD and tells that it did.</summary>
/// <remarks>Owned by one stream. https://encoding.spec.whatwg.org/#decoder</remarks>
internal abstract class ByteDecoder
{
    /// <summary>Whether it remembers nothing from one piece to the next.</summary>
    public virtual bool IsStateless => false;

    /// <summary>Decodes a piece.</summary>
    /// <param name="bytes">The piece.</param>
    /// <param name="chars">Has room for a code unit for each byte, and eight more.</param>
    /// <param name="isLast">Whether the stream ends with the piece.</param>
    /// <param name="isMalformed">Whether something was replaced.</param>
    /// <returns>How many code units were written.</returns>
    public abstract int Decode(ReadOnlySpan<byte> bytes, Span<char> chars, bool isLast, out bool isMalformed);
}
