namespace PureEdge.Storage;

/// <summary>One write of a commit: puts an entry whole, or deletes it.</summary>
public sealed record EntryWrite
{
    private EntryWrite(StoreKey key, bool isDelete)
    {
        Key = key;
        IsDelete = isDelete;
    }

    /// <summary>Which entry, 1 to <see cref="StoreLimits.MaxKeyBytes"/> bytes.</summary>
    public StoreKey Key { get; }

    /// <summary>Whether the entry is removed; the other properties mean nothing then.</summary>
    public bool IsDelete { get; }

    /// <summary>The entry's bytes, at most <see cref="StoreLimits.MaxValueBytes"/>; what is larger goes into a blob. Not to be changed until the commit is done.</summary>
    public ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>What to know without reading the value, at most <see cref="StoreLimits.MaxMetadataBytes"/>.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }

    /// <summary>When the entry vanishes, or <see langword="null"/> for never. Parts of a millisecond are cut off.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the entry is due, or <see langword="null"/>. Parts of a millisecond are cut off.</summary>
    public DueMark? Due { get; init; }

    /// <summary>Bytes stored before with <see cref="IEdgeStore.PutBlobAsync"/>, or <see langword="null"/>.</summary>
    public BlobReference? Blob { get; init; }

    /// <summary>Puts an entry, in place of the one there may be.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its bytes.</param>
    public static EntryWrite Put(StoreKey key, ReadOnlyMemory<byte> value) => new(key, isDelete: false) { Value = value };

    /// <summary>Removes an entry; when there is none, nothing happens.</summary>
    /// <param name="key">Its key.</param>
    public static EntryWrite Delete(StoreKey key) => new(key, isDelete: true);
}
