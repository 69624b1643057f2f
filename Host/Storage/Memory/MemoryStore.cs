using System.Security.Cryptography;

namespace PureEdge.Storage.Memory;

/// <summary>A store that keeps nothing once the process ends: for tests, and for trying things out. Made to be simple, not to be large.</summary>
/// <remarks>Mutable state: all of it, under one lock, which is never held over a call of the caller's.</remarks>
internal sealed class MemoryStore(TimeProvider clock) : IEdgeStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MemoryPartition> _partitions = new(StringComparer.Ordinal);
    private readonly Dictionary<BlobHash, (byte[] Bytes, DateTimeOffset PutAt)> _blobs = [];
    private readonly Watchers _watchers = new();
    private long _lastVersion;
    private bool _isDisposed;

    public ValueTask<StoredEntry?> GetAsync(string partition, StoreKey key, CancellationToken cancel = default)
    {
        CommitRules.Partition(partition);
        CommitRules.Key(key);
        cancel.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(Live(Peek(partition)?.Find(key)));
        }
    }

    public ValueTask<EntryPage> ListAsync(string partition, EntryQuery query, CancellationToken cancel = default)
    {
        CommitRules.Partition(partition);
        ArgumentNullException.ThrowIfNull(query);
        CommitRules.Page(query.Limit);
        cancel.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(Peek(partition) is { } entries ? Page(entries, query) : new EntryPage([], null));
        }
    }

    public ValueTask<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancel = default)
    {
        CommitRules.Check(commit);
        cancel.ThrowIfCancellationRequested();
        CommitResult result;
        lock (_gate)
        {
            result = Apply(Of(commit.Partition), commit);
        }

        _watchers.Tell(result.IsCommitted ? commit.Topic : null);
        return new(result);
    }

    public async ValueTask<BlobReference> PutBlobAsync(Stream content, long maxBytes, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await content.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            if (bytes.Length + read > maxBytes)
            {
                throw new StorageException("blob_too_large", $"The blob has more than {maxBytes} bytes, which is the most allowed here.");
            }

            bytes.Write(buffer, 0, read);
        }

        var array = bytes.ToArray();
        var hash = BlobHash.Of(SHA256.HashData(array));
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _blobs[hash] = (array, clock.GetUtcNow());
        }

        return new(hash, array.Length);
    }

    public ValueTask<Stream?> OpenBlobAsync(BlobHash hash, long offset = 0, long? length = null, CancellationToken cancel = default)
    {
        CommitRules.Hash(hash);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        cancel.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_blobs.TryGetValue(hash, out var blob))
            {
                return new((Stream?)null);
            }

            var start = (int)Math.Min(offset, blob.Bytes.Length);
            var count = (int)Math.Min(length ?? int.MaxValue, blob.Bytes.Length - start);
            return new(new MemoryStream(blob.Bytes, start, count, writable: false));
        }
    }

    public ValueTask<int> SweepBlobsAsync(TimeSpan grace, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(grace, TimeSpan.Zero);
        cancel.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var before = clock.GetUtcNow() - grace;
            var used = _partitions.Values.SelectMany(partition => partition.All).Select(entry => entry.Blob?.Hash ?? default).ToHashSet();
            var unused = _blobs.Where(blob => blob.Value.PutAt < before && !used.Contains(blob.Key)).Select(blob => blob.Key).ToList();
            unused.ForEach(blob => _blobs.Remove(blob));
            return new(unused.Count);
        }
    }

    public ValueTask<int> SweepExpiredAsync(int limit, CancellationToken cancel = default)
    {
        CommitRules.Page(limit);
        cancel.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var expired = (from partition in _partitions.Values
                           from entry in partition.All
                           where Live(entry) is null
                           select (partition, entry)).Take(limit).ToList();
            expired.ForEach(each => each.partition.Remove(each.entry.Key));
            return new(expired.Count);
        }
    }

    public ValueTask<long> AcquireAsync(string partition, CancellationToken cancel = default)
    {
        CommitRules.Partition(partition);
        cancel.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(++Of(partition).Epoch);
        }
    }

    public ValueTask<IReadOnlyList<DueEntry>> DueAsync(string kind, DateTimeOffset until, int limit, CancellationToken cancel = default)
    {
        CommitRules.Kind(kind);
        CommitRules.Page(limit);
        cancel.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new((from partition in _partitions
                        from entry in partition.Value.All
                        where entry.Due is { } due && due.Kind == kind && due.At <= until && Live(entry) is not null
                        orderby entry.Due!.Value.At
                        select new DueEntry(partition.Key, entry.Key, entry.Due!.Value.At, entry.Version)).Take(limit).ToList());
        }
    }

    public IDisposable Watch(string topic, Action hint) => _watchers.Add(topic, hint);

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _partitions.Clear();
            _blobs.Clear();
        }

        return default;
    }

    private CommitResult Apply(MemoryPartition partition, StoreCommit commit)
    {
        if (commit.OwnerEpoch is { } epoch && epoch != partition.Epoch)
        {
            return new(CommitOutcome.Fenced, partition.Epoch);
        }

        foreach (var expected in commit.Expected)
        {
            var found = Live(partition.Find(expected.Key))?.Version ?? 0;
            if (found != expected.Version)
            {
                return new(CommitOutcome.Conflict, found, expected.Key);
            }
        }

        foreach (var write in commit.Writes)
        {
            if (!write.IsDelete && write.Blob is { } blob && !_blobs.ContainsKey(blob.Hash))
            {
                return new(CommitOutcome.BlobMissing, 0, write.Key);
            }
        }

        _lastVersion++;
        foreach (var write in commit.Writes)
        {
            if (write.IsDelete)
            {
                partition.Remove(write.Key);
                continue;
            }

            partition.Put(new(write.Key, _lastVersion)
            {
                // Copies: the caller may reuse its buffers.
                Value = write.Value.ToArray(),
                Metadata = write.Metadata.ToArray(),
                ExpiresAt = Whole(write.ExpiresAt),
                Due = write.Due is { } due ? due with { At = Whole(due.At)!.Value } : null,
                Blob = write.Blob,
            });
        }

        return new(CommitOutcome.Committed, _lastVersion);
    }

    private EntryPage Page(MemoryPartition partition, EntryQuery query)
    {
        var entries = new List<StoredEntry>();
        var bytes = 0L;
        foreach (var entry in partition.From(query.After > query.Prefix ? query.After : query.Prefix))
        {
            if (!entry.Key.StartsWith(query.Prefix))
            {
                break;
            }

            if (entry.Key <= query.After || Live(entry) is null)
            {
                continue;
            }

            if (entries.Count == query.Limit || bytes >= StoreLimits.MaxPageBytes)
            {
                return new(entries, entries[^1].Key);
            }

            entries.Add(query.WithValues ? entry : entry with { Value = default });
            bytes += entry.Key.Bytes.Length + entries[^1].Value.Length + entry.Metadata.Length;
        }

        return new(entries, null);
    }

    private MemoryPartition? Peek(string name)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _partitions.GetValueOrDefault(name);
    }

    private MemoryPartition Of(string name)
    {
        if (Peek(name) is { } known)
        {
            return known;
        }

        var partition = new MemoryPartition();
        _partitions.Add(name, partition);
        return partition;
    }

    private StoredEntry? Live(StoredEntry? entry) => entry?.ExpiresAt <= clock.GetUtcNow() ? null : entry;

    private static DateTimeOffset? Whole(DateTimeOffset? time) =>
        time is { } some ? DateTimeOffset.FromUnixTimeMilliseconds(some.ToUnixTimeMilliseconds()) : null;
}
