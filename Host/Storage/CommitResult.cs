namespace PureEdge.Storage;

/// <summary>What came of a commit.</summary>
/// <param name="Outcome">Whether it was written, and if not, why.</param>
/// <param name="Version">
/// Committed: the version of the entries it put (of no use when it put none). Conflict: the version that was found, 0 for none. Fenced: the partition's epoch.
/// BlobMissing: 0.
/// </param>
/// <param name="Key">Conflict: whose version was another. BlobMissing: the entry that refers to it. Else empty.</param>
public readonly record struct CommitResult(CommitOutcome Outcome, long Version, StoreKey Key = default)
{
    /// <summary>Whether everything was written.</summary>
    public bool IsCommitted => Outcome is CommitOutcome.Committed;
}
