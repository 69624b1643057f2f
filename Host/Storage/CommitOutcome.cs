namespace PureEdge.Storage;

/// <summary>What came of a commit.</summary>
public enum CommitOutcome
{
    /// <summary>Everything is written and durable.</summary>
    Committed,

    /// <summary>An expected entry has another version; nothing was written.</summary>
    Conflict,

    /// <summary>The epoch is not the partition's latest: somebody else owns it; nothing was written.</summary>
    Fenced,

    /// <summary>A blob that the commit refers to is not there; nothing was written. Put it again.</summary>
    BlobMissing,
}
