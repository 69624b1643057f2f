namespace PureEdge.Storage;

/// <summary>An entry whose time has come.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Key">Its key.</param>
/// <param name="At">The time of its mark.</param>
/// <param name="Version">Its version: a commit that expects it is made by one of several consumers only.</param>
public sealed record DueEntry(string Partition, StoreKey Key, DateTimeOffset At, long Version);
