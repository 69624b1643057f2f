namespace PureEdge.Storage.Memory;

/// <summary>The entries of a partition, in order.</summary>
/// <remarks>Used under the store's lock.</remarks>
internal sealed class MemoryPartition
{
    private static readonly Comparer<StoredEntry> ByKey = Comparer<StoredEntry>.Create((left, right) => left.Key.CompareTo(right.Key));

    private readonly SortedSet<StoredEntry> _entries = new(ByKey);

    public long Epoch { get; set; }

    public IEnumerable<StoredEntry> All => _entries;

    public StoredEntry? Find(StoreKey key) => _entries.TryGetValue(new(key, 0), out var entry) ? entry : null;

    public void Put(StoredEntry entry)
    {
        _entries.Remove(entry);
        _entries.Add(entry);
    }

    public void Remove(StoreKey key) => _entries.Remove(new(key, 0));

    /// <summary>The entries from a key on.</summary>
    public IEnumerable<StoredEntry> From(StoreKey key)
    {
        if (_entries.Max is not { } last || last.Key < key)
        {
            return [];
        }

        return _entries.GetViewBetween(new(key, 0), last);
    }
}
