namespace PureEdge.Storage;

/// <summary>A condition of a commit: the entry is still the one that was read.</summary>
/// <param name="Key">Which entry.</param>
/// <param name="Version">The version that was read, or 0 when there must be no such entry (or it has expired).</param>
public readonly record struct ExpectedVersion(StoreKey Key, long Version);
