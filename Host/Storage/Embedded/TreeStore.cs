using PureEdge.Storage.Blobs;
using PureEdge.Storage.Sealing;
using ZoneTree.Transactional;

namespace PureEdge.Storage.Embedded;

/// <summary>The store of one node: a ZoneTree for entries, files for blobs, one batcher that writes.</summary>
internal sealed class TreeStore : IEdgeStore
{
    // Expired entries in the way end a page, so that it takes a bounded time.
    private const int MostSkipped = 10_000;

    private readonly DataDirectory _directory;
    private readonly Tree _tree;
    private readonly BlobFolder _blobs;
    private readonly GroupCommit _commits;
    private readonly TimeProvider _clock;
    private readonly Watchers _watchers = new();
    private int _isDisposed;

    private TreeStore(DataDirectory directory, Tree tree, BlobFolder blobs, EdgeStoreOptions options)
    {
        _directory = directory;
        _tree = tree;
        _blobs = blobs;
        _clock = options.Clock;
        _commits = new(tree, options, directory.Path);
    }

    public static async ValueTask<TreeStore> OpenAsync(EdgeStoreOptions options, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        // Replaying the log takes a while and blocks.
        return await Task.Run(() => Open(options), cancel);
    }

    public ValueTask<StoredEntry?> GetAsync(string partition, StoreKey key, CancellationToken cancel = default)
    {
        var name = CommitRules.Partition(partition);
        CommitRules.Key(key);
        cancel.ThrowIfCancellationRequested();
        return new(Reading((Store: this, name, key), static (read, x) => x.Store.Live(read, x.name, x.key)));
    }

    public ValueTask<EntryPage> ListAsync(string partition, EntryQuery query, CancellationToken cancel = default)
    {
        var name = CommitRules.Partition(partition);
        ArgumentNullException.ThrowIfNull(query);
        CommitRules.Page(query.Limit);
        cancel.ThrowIfCancellationRequested();
        return new(Reading((Store: this, name, query), static (read, x) => x.Store.Page(read, x.name, x.query)));
    }

    public async ValueTask<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancel = default)
    {
        var bytes = CommitRules.Check(commit);
        var partition = CommitRules.Partition(commit.Partition);
        var need = commit.Writes.All(write => write.IsDelete) ? SpaceNeed.Little : SpaceNeed.Normal;
        return await WriteAsync(
            need,
            bytes,
            transaction => Apply(transaction, commit, partition),
            result => _watchers.Tell(result.IsCommitted ? commit.Topic : null),
            cancel);
    }

    public async ValueTask<BlobReference> PutBlobAsync(Stream content, long maxBytes, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        return await _blobs.PutAsync(content, maxBytes, bytes => _commits.CheckSpace(bytes), cancel);
    }

    public ValueTask<Stream?> OpenBlobAsync(BlobHash hash, long offset = 0, long? length = null, CancellationToken cancel = default)
    {
        CommitRules.Hash(hash);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        cancel.ThrowIfCancellationRequested();
        return new(_blobs.Open(hash, offset, length));
    }

    public async ValueTask<int> SweepBlobsAsync(TimeSpan grace, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(grace, TimeSpan.Zero);
        var before = _clock.GetUtcNow() - grace;
        var removed = 0;
        foreach (var blob in _blobs.PutBefore(before))
        {
            cancel.ThrowIfCancellationRequested();
            // Between the batches nobody can begin to refer to it; and it is removed only once it is durable that nobody does.
            var isRemoved = false;
            await WriteAsync(
                SpaceNeed.Little, 0, transaction => transaction.LetGo(blob), isLetGo => isRemoved = isLetGo && _blobs.Remove(blob, before), cancel);
            removed += isRemoved ? 1 : 0;
        }

        return removed;
    }

    public async ValueTask<int> SweepExpiredAsync(int limit, CancellationToken cancel = default)
    {
        CommitRules.Page(limit);
        var now = _clock.GetUtcNow();
        var marks = Reading((now, limit), static (read, x) => Marks(read, RecordKeys.Expiry, x.now).Take(x.limit).ToList());
        return marks.Count == 0 ? 0 : await WriteAsync(
            SpaceNeed.Little,
            marks.Count * 64,
            transaction =>
            {
                var expired = (from mark in marks
                               let entry = transaction.Find(mark.Partition, mark.Key)
                               where entry?.ExpiresAt <= now
                               select (mark.Partition, entry)).ToList();
                expired.ForEach(each => transaction.Remove(each.Partition, each.entry));
                return expired.Count;
            },
            null,
            cancel);
    }

    public async ValueTask<long> AcquireAsync(string partition, CancellationToken cancel = default)
    {
        var name = CommitRules.Partition(partition);
        return await WriteAsync(SpaceNeed.Little, 64, transaction => transaction.NextEpoch(name), null, cancel);
    }

    public ValueTask<IReadOnlyList<DueEntry>> DueAsync(string kind, DateTimeOffset until, int limit, CancellationToken cancel = default)
    {
        var name = CommitRules.Kind(kind);
        CommitRules.Page(limit);
        cancel.ThrowIfCancellationRequested();
        return new(Reading<(TreeStore Store, byte[] name, DateTimeOffset until, int limit), IReadOnlyList<DueEntry>>(
            (this, name, until, limit),
            static (read, x) => (from mark in Marks(read, x.name, x.until)
                                 let entry = x.Store.Live(read, mark.Partition, mark.Key)
                                 where entry is not null
                                 select new DueEntry(RecordKeys.Text(mark.Partition), mark.Key, mark.At, entry.Version)).Take(x.limit).ToList()));
    }

    public IDisposable Watch(string topic, Action hint) => _watchers.Add(topic, hint);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        try
        {
            await _commits.DisposeAsync();
            await _tree.DisposeAsync();
        }
        catch (Exception e)
        {
            // Closing writes, too. After a failed write it fails the same way, which was told; nothing acknowledged depends on it.
            if (!_commits.HasFailed)
            {
                throw new StorageException("storage_failed", $"'{_directory.Path}' could not be closed: {e.GetBaseException().Message}", e);
            }
        }
        finally
        {
            _directory.Dispose();
        }
    }

    private static TreeStore Open(EdgeStoreOptions options)
    {
        var directory = DataDirectory.Open(options.DataDirectory);
        try
        {
            var blobs = new BlobFolder(directory.Blobs, options.Clock);
            var tree = Tree.Open(directory.Tree, options);
            directory.MarkReady();
            return new(directory, tree, blobs, options);
        }
        catch (Exception e)
        {
            directory.Dispose();
            if (e is IOException or UnauthorizedAccessException)
            {
                throw new StorageException("data_unwritable", $"'{directory.Path}' cannot be written: {e.Message}", e);
            }

            throw;
        }
    }

    private static IEnumerable<(byte[] Partition, StoreKey Key, DateTimeOffset At)> Marks(IReadTransaction<byte[], byte[]> read, byte[] kind, DateTimeOffset until)
    {
        var prefix = RecordKeys.DueOf(kind);
        using var iterator = read.CreateIterator();
        iterator.Seek(prefix);
        while (iterator.Next() && iterator.CurrentKey.AsSpan().StartsWith(prefix))
        {
            var (time, partition, key) = RecordKeys.ReadDue(iterator.CurrentKey, kind);
            var at = EntryCodec.Time(time);
            if (at > until)
            {
                yield break;
            }

            yield return (partition, new(key), at);
        }
    }

    private CommitResult Apply(TreeTransaction transaction, StoreCommit commit, byte[] partition)
    {
        if (commit.OwnerEpoch is { } epoch && transaction.Epoch(partition) is var latest && latest != epoch)
        {
            return new(CommitOutcome.Fenced, latest);
        }

        foreach (var expected in commit.Expected)
        {
            var found = transaction.Find(partition, expected.Key) is { } entry && !IsExpired(entry, transaction.Now) ? entry.Version : 0;
            if (found != expected.Version)
            {
                return new(CommitOutcome.Conflict, found, expected.Key);
            }
        }

        foreach (var write in commit.Writes)
        {
            if (!write.IsDelete && write.Blob is { } blob && (transaction.IsLetGo(blob.Hash) || !_blobs.Exists(blob.Hash)))
            {
                return new(CommitOutcome.BlobMissing, 0, write.Key);
            }
        }

        var writes = commit.Writes.Select(write => (write, transaction.Find(partition, write.Key))).ToList();
        return new(CommitOutcome.Committed, transaction.Write(partition, writes));
    }

    private EntryPage Page(IReadTransaction<byte[], byte[]> read, byte[] partition, EntryQuery query)
    {
        var now = _clock.GetUtcNow();
        var prefix = RecordKeys.Entry(partition, query.Prefix.Bytes.Span);
        // The first key after a key is the key with a zero byte behind it.
        var start = query.After > query.Prefix ? [.. RecordKeys.Entry(partition, query.After.Bytes.Span), 0]
            : query.After == query.Prefix && !query.After.IsEmpty ? [.. prefix, 0] : prefix;
        var head = prefix.Length - query.Prefix.Bytes.Length;
        var entries = new List<StoredEntry>();
        var (bytes, skipped) = (0L, 0);
        var last = query.After;
        using var iterator = read.CreateIterator();
        iterator.Seek(start);
        while (iterator.Next() && iterator.CurrentKey.AsSpan().StartsWith(prefix))
        {
            if (entries.Count == query.Limit || bytes >= StoreLimits.MaxPageBytes || skipped == MostSkipped)
            {
                return new(entries, last);
            }

            last = new(iterator.CurrentKey.AsSpan(head));
            var entry = EntryCodec.Decode(last, iterator.CurrentValue, query.WithValues);
            if (IsExpired(entry, now))
            {
                skipped++;
                continue;
            }

            entries.Add(entry);
            bytes += last.Bytes.Length + entry.Value.Length + entry.Metadata.Length;
        }

        return new(entries, null);
    }

    private StoredEntry? Live(IReadTransaction<byte[], byte[]> read, byte[] partition, StoreKey key)
    {
        if (!read.TryGet(RecordKeys.Entry(partition, key.Bytes.Span), out var bytes))
        {
            return null;
        }

        var entry = EntryCodec.Decode(key, bytes);
        return entry.ExpiresAt is null || !IsExpired(entry, _clock.GetUtcNow()) ? entry : null;
    }

    private static bool IsExpired(StoredEntry entry, DateTimeOffset now) => entry.ExpiresAt <= now;

    private TResult Reading<TArguments, TResult>(TArguments arguments, Func<IReadTransaction<byte[], byte[]>, TArguments, TResult> reader)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        try
        {
            using var read = _tree.Read();
            return reader(read, arguments);
        }
        catch (InvalidDataException e)
        {
            throw Damage.Found(_directory.Tree, e.Message.TrimEnd('.'), e);
        }
        catch (IOException e)
        {
            throw new StorageException("storage_failed", $"'{_directory.Tree}' cannot be read: {e.Message}", e);
        }
    }

    private async Task<T> WriteAsync<T>(SpaceNeed need, int bytes, Func<TreeTransaction, T> apply, Action<T>? done, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        return await _commits.WriteAsync(new BatchedWork<T>(need, bytes, apply, done), cancel);
    }
}
