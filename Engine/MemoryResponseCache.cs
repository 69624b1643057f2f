namespace PureEdge.Engine;

/// <summary>
/// Keeps responses in memory, within a bound for each worker and one for all. Over its bound a worker loses what it used least recently;
/// over that of all, the worker that has most does.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class MemoryResponseCache : IResponseCache
{
    // Of one URL, told apart by Vary: all are looked at under the lock that everybody shares.
    private const int MaxVariants = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Partition> _partitions = new(StringComparer.Ordinal);
    private readonly long _bytesPerWorker;
    private readonly long _bytesOfAll;
    private readonly Func<string, bool> _keepsFor;
    private long _bytes;

    /// <summary>An empty cache.</summary>
    /// <param name="bytesPerWorker">What the responses of one worker may take; 0 to 16 GB. Default 16 MB: a cache is worth little until it holds some pages and files.</param>
    /// <param name="bytesOfAll">What all may take together; at least as much. Default 256 MB.</param>
    /// <param name="keepsFor">
    /// Whether a worker may still have responses; asked with each that is put, and must answer at once. Default always. A host that deletes workers says no from just before it calls
    /// <see cref="ForgetAsync"/> on, so that nothing stays of what requests put that still run.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is out of its range.</exception>
    public MemoryResponseCache(long bytesPerWorker = 16L << 20, long bytesOfAll = 256L << 20, Func<string, bool>? keepsFor = null)
    {
        if (bytesPerWorker < 0 || bytesPerWorker > 16L << 30)
        {
            throw new ArgumentOutOfRangeException(nameof(bytesPerWorker), bytesPerWorker, $"The bound is from 0 to {16L << 30} bytes.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(bytesOfAll, bytesPerWorker);
        _bytesPerWorker = bytesPerWorker;
        _bytesOfAll = bytesOfAll;
        _keepsFor = keepsFor ?? (static _ => true);
    }

    /// <summary>What the responses take, in bytes, about.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <inheritdoc/>
    public int MaxBodyBytes => (int)Math.Min(_bytesPerWorker / 2, int.MaxValue / 2);

    /// <inheritdoc/>
    public ValueTask<CachedResponse?> FindAsync(CacheKey key, Func<CachedResponse, int, bool> accepts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(accepts);
        LinkedListNode<Entry>[] nodes;
        lock (_gate)
        {
            if (!_partitions.TryGetValue(key.Worker, out var partition) || !partition.Entries.TryGetValue((key.Cache, key.Url), out var found))
            {
                return ValueTask.FromResult<CachedResponse?>(null);
            }

            nodes = [.. found];
        }

        foreach (var node in nodes)
        {
            var response = node.Value.Response;
            if (accepts(response, response.Body.Length))
            {
                Touch(key.Worker, node);
                return ValueTask.FromResult<CachedResponse?>(response);
            }
        }

        return ValueTask.FromResult<CachedResponse?>(null);
    }

    /// <inheritdoc/>
    public ValueTask PutAsync(CacheKey key, CachedResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        lock (_gate)
        {
            // Under the lock that ForgetAsync takes: what is put comes before it and is forgotten, or after it and is refused.
            if (!_keepsFor(key.Worker))
            {
                return ValueTask.CompletedTask;
            }

            if (!_partitions.TryGetValue(key.Worker, out var partition))
            {
                _partitions[key.Worker] = partition = new();
            }

            if (partition.Entries.TryGetValue((key.Cache, key.Url), out var nodes)
                && nodes.Find(node => node.Value.Response.VaryingHeaders.SequenceEqual(response.VaryingHeaders)) is { } same)
            {
                Remove(key.Worker, partition, same);
            }

            var entry = new Entry(key, response, response.Size + (2L * (key.Url.Length + key.Cache.Length)) + response.VaryingHeaders.Sum(static h => 2L * (h.Key.Length + (h.Value?.Length ?? 0))));
            if (entry.Bytes <= _bytesPerWorker)
            {
                _partitions[key.Worker] = partition;
                if (!partition.Entries.TryGetValue((key.Cache, key.Url), out nodes))
                {
                    partition.Entries[(key.Cache, key.Url)] = nodes = [];
                }

                nodes.Insert(0, partition.ByUse.AddFirst(entry));
                partition.Bytes += entry.Bytes;
                _bytes += entry.Bytes;
                if (nodes.Count > MaxVariants)
                {
                    Remove(key.Worker, partition, nodes[^1]);
                }

                Trim(key.Worker, partition);
            }
            else if (partition.Entries.Count == 0)
            {
                _partitions.Remove(key.Worker);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_partitions.TryGetValue(key.Worker, out var partition) || !partition.Entries.TryGetValue((key.Cache, key.Url), out var nodes))
            {
                return ValueTask.FromResult(false);
            }

            foreach (var node in nodes.ToArray())
            {
                Remove(key.Worker, partition, node);
            }

            return ValueTask.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask ForgetAsync(string worker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(worker);
        lock (_gate)
        {
            if (_partitions.Remove(worker, out var partition))
            {
                _bytes -= partition.Bytes;
            }
        }

        return ValueTask.CompletedTask;
    }

    private void Touch(string worker, LinkedListNode<Entry> node)
    {
        lock (_gate)
        {
            // It may have been removed meanwhile, and even have a place in what is no longer anybody's.
            if (_partitions.TryGetValue(worker, out var partition) && node.List == partition.ByUse)
            {
                partition.ByUse.Remove(node);
                partition.ByUse.AddFirst(node);
            }
        }
    }

    private void Trim(string worker, Partition partition)
    {
        while (partition.Bytes > _bytesPerWorker)
        {
            Remove(worker, partition, partition.ByUse.Last!);
        }

        while (_bytes > _bytesOfAll)
        {
            var (name, largest) = _partitions.MaxBy(static pair => pair.Value.Bytes);
            Remove(name, largest, largest.ByUse.Last!);
        }
    }

    private void Remove(string worker, Partition partition, LinkedListNode<Entry> node)
    {
        var key = (node.Value.Key.Cache, node.Value.Key.Url);
        var nodes = partition.Entries[key];
        nodes.Remove(node);
        if (nodes.Count == 0)
        {
            partition.Entries.Remove(key);
            if (partition.Entries.Count == 0)
            {
                _partitions.Remove(worker);
            }
        }

        partition.ByUse.Remove(node);
        partition.Bytes -= node.Value.Bytes;
        _bytes -= node.Value.Bytes;
    }

    private sealed record Entry(CacheKey Key, CachedResponse Response, long Bytes);

    /// <summary>What one worker has. Guarded by the lock of the cache.</summary>
    private sealed class Partition
    {
        public Dictionary<(string Cache, string Url), List<LinkedListNode<Entry>>> Entries { get; } = [];

        public LinkedList<Entry> ByUse { get; } = [];

        public long Bytes { get; set; }
    }
}
