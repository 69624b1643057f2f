namespace PureEdge.Storage.Caching;

/// <summary>
/// Which items a cache has, and which of them go when there are too many: over its bound a group loses what it used least recently; over that of all, the group
/// that has most does.
/// </summary>
/// <remarks>Not thread-safe: the folder has a lock around it. Nothing here touches the disk.</remarks>
internal sealed class CacheIndex(long maxBytes, long maxGroupBytes, int maxItems)
{
    // Of one key: a search looks at all of them.
    private const int MaxVariants = 64;

    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly SortedSet<(long Bytes, string Name)> _bySize = [];
    private int _items;

    /// <summary>What all items take, those included that are being written.</summary>
    public long Bytes { get; private set; }

    /// <summary>The groups that have items.</summary>
    public IEnumerable<string> Groups => _groups.Keys;

    /// <summary>The items under a key, the latest first.</summary>
    public CacheItem[] Find(string group, UInt128 key) =>
        _groups.TryGetValue(group, out var found) && found.ByKey.TryGetValue(key, out var nodes) ? [.. nodes.Select(static node => node.Value)] : [];

    /// <summary>Notes that an item was used.</summary>
    public void Touch(CacheItem item)
    {
        if (NodeOf(item) is { } node)
        {
            node.List!.Remove(node);
            _groups[item.Group].ByUse.AddFirst(node);
        }
    }

    /// <summary>Makes room for an item and counts it as there.</summary>
    /// <param name="group">Its group.</param>
    /// <param name="bytes">What it takes.</param>
    /// <param name="evicted">Gets the items that have to go for it.</param>
    /// <returns>Whether there is room; if not, nothing is counted.</returns>
    public bool Reserve(string group, long bytes, List<CacheItem> evicted)
    {
        if (bytes > maxGroupBytes || bytes > maxBytes)
        {
            return false;
        }

        while (_groups.TryGetValue(group, out var own) && own.Bytes + bytes > maxGroupBytes)
        {
            if (own.ByUse.Last is not { } last)
            {
                // All of it is being written now.
                return false;
            }

            evicted.Add(last.Value);
            Remove(last.Value);
        }

        while (Bytes + bytes > maxBytes || _items >= maxItems)
        {
            if (Largest() is not { } victim)
            {
                return false;
            }

            evicted.Add(victim);
            Remove(victim);
        }

        Count(group, bytes, 1);
        return true;
    }

    /// <summary>Gives back what was reserved for an item that did not come to be.</summary>
    public void Release(string group, long bytes) => Count(group, -bytes, -1);

    /// <summary>Adds an item for which there was made room.</summary>
    /// <param name="item">The item.</param>
    /// <param name="dropped">Gets what it takes the place of; that may be the item itself, when a later one was faster.</param>
    public void Add(CacheItem item, List<CacheItem> dropped)
    {
        var group = _groups[item.Group];
        if (!group.ByKey.TryGetValue(item.Key, out var nodes))
        {
            group.ByKey[item.Key] = nodes = [];
        }

        var same = nodes.Find(node => node.Value.Variant == item.Variant);
        if (same?.Value.Stamp > item.Stamp)
        {
            dropped.Add(item);
            Release(item.Group, item.Bytes);
            return;
        }

        nodes.Insert(0, group.ByUse.AddFirst(item));
        var gone = same ?? (nodes.Count > MaxVariants ? nodes[^1] : null);
        if (gone is not null)
        {
            dropped.Add(gone.Value);
            Remove(gone.Value);
        }
    }

    /// <summary>Takes an item out.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(CacheItem item)
    {
        if (NodeOf(item) is not { } node)
        {
            return false;
        }

        var group = _groups[item.Group];
        var nodes = group.ByKey[item.Key];
        nodes.Remove(node);
        if (nodes.Count == 0)
        {
            group.ByKey.Remove(item.Key);
        }

        group.ByUse.Remove(node);
        Count(item.Group, -item.Bytes, -1);
        return true;
    }

    /// <summary>Takes out all items of a group.</summary>
    public CacheItem[] RemoveGroup(string group)
    {
        CacheItem[] items = _groups.TryGetValue(group, out var found) ? [.. found.ByUse] : [];
        foreach (var item in items)
        {
            Remove(item);
        }

        return items;
    }

    private CacheItem? Largest()
    {
        foreach (var (_, name) in _bySize.Reverse())
        {
            // A group without one is being written to for the first time.
            if (_groups[name].ByUse.Last is { } last)
            {
                return last.Value;
            }
        }

        return null;
    }

    private LinkedListNode<CacheItem>? NodeOf(CacheItem item) =>
        _groups.TryGetValue(item.Group, out var group) && group.ByKey.TryGetValue(item.Key, out var nodes) ? nodes.Find(node => node.Value.Stamp == item.Stamp) : null;

    private void Count(string name, long bytes, int items)
    {
        if (!_groups.TryGetValue(name, out var group))
        {
            _groups[name] = group = new();
        }

        _bySize.Remove((group.Bytes, name));
        group.Bytes += bytes;
        Bytes += bytes;
        _items += items;
        if (group.Bytes == 0)
        {
            _groups.Remove(name);
        }
        else
        {
            _bySize.Add((group.Bytes, name));
        }
    }

    private sealed class Group
    {
        public Dictionary<UInt128, List<LinkedListNode<CacheItem>>> ByKey { get; } = [];

        public LinkedList<CacheItem> ByUse { get; } = [];

        public long Bytes { get; set; }
    }
}
