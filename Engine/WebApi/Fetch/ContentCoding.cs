using System.Runtime.InteropServices;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>What a <c>content-encoding</c> says of a body. The encodings that are neither decoded nor made here go through as they are.</summary>
internal static class ContentCoding
{
    /// <summary>The encoding that a body has, or is to have, when it is one of ours; or <see langword="null"/>.</summary>
    public static string? Of(HeaderList headers) =>
        headers.Get("content-encoding")?.ToLowerInvariant() is "gzip" or "x-gzip" or "deflate" or "br" ? headers.Get("content-encoding")!.ToLowerInvariant() : null;

    /// <summary>Bytes in memory as a stream.</summary>
    public static MemoryStream OpenRead(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Array is { } array
            ? new MemoryStream(array, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
}
