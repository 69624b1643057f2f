namespace PureEdge.Storage;

/// <summary>Some entries of a partition, in the order of their keys' bytes.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Next">
/// Where the next page begins (<see cref="EntryQuery.After"/>), or <see langword="null"/> when there are no more. A page can be short, or even
/// empty, and have a next one: it ends early after <see cref="StoreLimits.MaxPageBytes"/> or many expired entries.
/// </param>
public sealed record EntryPage(IReadOnlyList<StoredEntry> Entries, StoreKey? Next);
