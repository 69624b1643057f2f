namespace PureEdge.Storage;

/// <summary>What <see cref="IEdgeStore.CommitAsync"/> writes, and on which conditions.</summary>
public sealed record StoreCommit
{
    /// <summary>The one partition, 1 to <see cref="StoreLimits.MaxPartitionBytes"/> bytes of UTF-8.</summary>
    public required string Partition { get; init; }

    /// <summary>Entries that must not have changed; at most <see cref="StoreLimits.MaxWritesPerCommit"/>.</summary>
    public IReadOnlyList<ExpectedVersion> Expected { get; init; } = [];

    /// <summary>
    /// What is written, each key once; at most <see cref="StoreLimits.MaxWritesPerCommit"/>, and <see cref="StoreLimits.MaxCommitBytes"/> together.
    /// </summary>
    public IReadOnlyList<EntryWrite> Writes { get; init; } = [];

    /// <summary>What <see cref="IEdgeStore.AcquireAsync"/> gave, for a writer that must be the only one; <see langword="null"/> for others.</summary>
    public long? OwnerEpoch { get; init; }

    /// <summary>Whose watchers are told afterwards, or <see langword="null"/>.</summary>
    public string? Topic { get; init; }
}
