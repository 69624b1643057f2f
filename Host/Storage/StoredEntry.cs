namespace PureEdge.Storage;

/// <summary>An entry as it was read.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Version">
/// Larger than that of every earlier write to the partition, also after the entry was deleted and made again. At least 1.
/// </param>
public sealed record StoredEntry(StoreKey Key, long Version)
{
    /// <summary>The bytes stored in the entry itself; empty when a list was asked to leave them out.</summary>
    public ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>What the writer wants to know without reading the value.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }

    /// <summary>When the entry vanishes, or <see langword="null"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When something is to be done about the entry, or <see langword="null"/>.</summary>
    public DueMark? Due { get; init; }

    /// <summary>The large bytes that belong to the entry, or <see langword="null"/>.</summary>
    public BlobReference? Blob { get; init; }
}
