using PureEdge.Engine;

namespace PureEdge.AspNetCore.Observability.Sources;

/// <summary>
/// Source maps that were asked for lately. A map is read when the first error of its version is told of, on another thread and once; how large one may be, how many bytes
/// all take and how long anybody waits for one is bounded, since they come from whoever uploads.
/// </summary>
/// <remarks>Thread-safe: the table is under a lock, and one map is read at a time. What cannot be read is no map: nothing here throws.</remarks>
internal sealed class SourceMapCache(TimeProvider time)
{
    /// <summary>A map that is larger is not read.</summary>
    public const int MostMapBytes = 32 << 20;

    /// <summary>What all maps that are kept take in memory, about.</summary>
    public const long MostBytes = 64 << 20;

    // Those that were not there are kept too.
    private const long EntryBytes = 1 << 10;

    // Whoever comes when so many wait is told that there is none.
    private const int MostUnread = 16;

    /// <summary>How long a line of a log, or the answer to a request that failed, waits for a map; the next one finds it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<(ISourceMaps Maps, string Module), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private readonly SemaphoreSlim _reading = new(1, 1);
    private long _bytes;
    private int _unread;

    /// <summary>What the maps that are kept take, in bytes, about.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>The map of a module.</summary>
    /// <returns>The map, at once when it was read before; <see langword="null"/> when there is none, it is none, or it takes too long.</returns>
    public ValueTask<SourceMap?> FindAsync(ISourceMaps maps, string module)
    {
        Task<SourceMap?> reading;
        lock (_gate)
        {
            if (_entries.TryGetValue((maps, module), out var known))
            {
                _byUse.Remove(known);
                _byUse.AddFirst(known);
                reading = known.Value.Reading;
            }
            else if (_unread >= MostUnread)
            {
                return default;
            }
            else
            {
                _unread++;
                var entry = new Entry((maps, module));
                entry.Reading = Task.Run(() => ReadAsync(entry));
                _entries.Add(entry.Key, _byUse.AddFirst(entry));
                reading = entry.Reading;
            }
        }

        return new(reading.IsCompleted ? reading : WaitAsync(reading));
    }

    private async Task<SourceMap?> WaitAsync(Task<SourceMap?> reading)
    {
        try
        {
            return await reading.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task<SourceMap?> ReadAsync(Entry entry)
    {
        await _reading.WaitAsync();
        try
        {
            var json = await entry.Key.Maps.ReadAsync(entry.Key.Module, MostMapBytes);
            var map = json.Length is > 0 and <= MostMapBytes ? SourceMap.Read(json) : null;
            Keep(entry, EntryBytes + (map?.Bytes ?? 0));
            return map;
        }
        catch (Exception)
        {
            // The store is damaged or gone, which is told where it matters more; a line of a log must not fail for it. The next one tries again.
            Drop(entry);
            return null;
        }
        finally
        {
            _reading.Release();
        }
    }

    private void Keep(Entry entry, long bytes)
    {
        lock (_gate)
        {
            _unread--;
            if (!_entries.ContainsKey(entry.Key))
            {
                return;
            }

            entry.Bytes = bytes;
            _bytes += bytes;
            while (_bytes > MostBytes && _byUse.Last is { } oldest)
            {
                Remove(oldest);
            }
        }
    }

    private void Drop(Entry entry)
    {
        lock (_gate)
        {
            _unread--;
            if (_entries.TryGetValue(entry.Key, out var node))
            {
                Remove(node);
            }
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _bytes -= node.Value.Bytes;
        _entries.Remove(node.Value.Key);
        _byUse.Remove(node);
    }

    private sealed class Entry((ISourceMaps Maps, string Module) key)
    {
        public (ISourceMaps Maps, string Module) Key { get; } = key;

        public Task<SourceMap?> Reading { get; set; } = Task.FromResult<SourceMap?>(null);

        public long Bytes { get; set; }
    }
}
