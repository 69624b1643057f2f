using PureEdge.Storage;

namespace PureEdge.AspNetCore.Bindings.Kv;

/// <summary>An entry of a namespace as it was read; a large value is still in its blob. Immutable.</summary>
/// <param name="Inline">The value, unless it is in <paramref name="Blob"/>.</param>
/// <param name="Blob">Where a large value is.</param>
/// <param name="Metadata">JSON, or empty without.</param>
/// <param name="ExpiresAt">When it vanishes, or <see langword="null"/>.</param>
internal sealed record KvValue(ReadOnlyMemory<byte> Inline, BlobReference? Blob, ReadOnlyMemory<byte> Metadata, DateTimeOffset? ExpiresAt)
{
    /// <summary>The value's length in bytes.</summary>
    public long Length => Blob?.Length ?? Inline.Length;
}
