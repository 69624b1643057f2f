namespace PureEdge.Storage;

/// <summary>Which entries of a partition to list.</summary>
public sealed record EntryQuery
{
    /// <summary>What their keys start with; empty for all.</summary>
    public StoreKey Prefix { get; init; }

    /// <summary>Only keys after this one: a page's <see cref="EntryPage.Next"/>. Empty for the first page.</summary>
    public StoreKey After { get; init; }

    /// <summary>The most entries, 1 to <see cref="StoreLimits.MaxPageEntries"/>. The default, 1,000, is what Workers KV lists.</summary>
    public int Limit { get; init; } = 1000;

    /// <summary>Whether values are wanted; without them a page is cheaper to carry.</summary>
    public bool WithValues { get; init; } = true;
}
