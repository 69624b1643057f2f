using System.Security.Cryptography;
using System.Text;

#pragma warning disable RS0030 // Storage is where files belong.

namespace PureEdge.Storage.Caching;

/// <summary>
/// Keeps things in files that may be forgotten: within a bound for each group and one for all, least recently used first. A file that is cut, flipped or
/// under another's name is not there. Nothing is brought to the disk before it is acknowledged: after a crash of the process all is there, after one of the
/// machine what the system had written.
/// </summary>
/// <remarks>
/// Thread-safe. Files: <c>{group}/{key}-{variant}-{stamp}-{expiry}</c>, written as <c>unfinished/...</c> and renamed when they are whole. The index of them is in memory
/// and read again from their names when the folder is opened, in the order in which they were put. A lock guards the index; the disk is waited for by threads of its own.
/// <see cref="ForgetOthers"/> alone changes what calls wait for, before others are made.
/// </remarks>
public sealed class CacheFolder : IAsyncDisposable
{
    // What the puts of one group may hold while they wait for the disk; beyond, they are not kept. Each counts for some: a thousand small ones make others wait too.
    private const long MaxWaitingBytes = 64L << 20;
    private const long LeastWaitingBytes = 64 << 10;
    private const int GroupLength = 32;

    private readonly CacheFolderOptions _options;
    private readonly CacheIndex _index;
    private readonly DiskThreads _disk = new("cache folder");
    private readonly Lock _gate = new();
    private readonly string _unfinished;
    private Task _opened;
    private readonly Dictionary<string, long> _waiting = new(StringComparer.Ordinal);
    private long _stamp;
    private int _hasFailed;

    /// <summary>Opens a folder. What is in it is looked through meanwhile; the first calls wait for that.</summary>
    /// <param name="options">Which, and how.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is out of its range.</exception>
    /// <exception cref="StorageException"><c>data_unwritable</c>: the directory cannot be made.</exception>
    public CacheFolder(CacheFolderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxGroupBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MinFreeBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxItems, 1);
        _options = options;
        _index = new(options.MaxBytes, options.MaxGroupBytes, options.MaxItems);
        _unfinished = Path.Combine(options.Directory, "unfinished");
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                // What is kept is nobody else's business.
                Directory.CreateDirectory(options.Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            Directory.CreateDirectory(_unfinished);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException("data_unwritable", $"'{options.Directory}' cannot be used for a cache: {e.Message} It must be a directory that this process may write.", e);
        }

        _opened = _disk.RunAsync("", Load);
    }

    /// <summary>The longest head, in bytes.</summary>
    public static int MaxHeadBytes => CacheFile.MaxHeadBytes;

    /// <summary>What all items take on the disk, in bytes.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _index.Bytes;
            }
        }
    }

    private long Now => _options.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The items under a key that have not expired, the latest first.</summary>
    /// <param name="group">The group.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancel">Ends the search.</param>
    public async ValueTask<IReadOnlyList<CacheItem>> FindAsync(string group, UInt128 key, CancellationToken cancel)
    {
        await _opened.WaitAsync(cancel);
        var now = Now;
        CacheItem[] found;
        CacheItem[] expired;
        var folder = FolderOf(group);
        lock (_gate)
        {
            found = _index.Find(folder, key);
            expired = [.. found.Where(item => item.ExpiresAt <= now)];
            Array.ForEach(expired, item => _index.Remove(item));
        }

        if (expired.Length > 0)
        {
            await _disk.RunAsync(folder, () => Delete(expired));
        }

        return expired.Length == 0 ? found : [.. found.Except(expired)];
    }

    /// <summary>Reads an item, if it is wanted.</summary>
    /// <param name="item">The item.</param>
    /// <param name="accepts">Whether its body is wanted, told the head and the body's length; called on any thread. What it throws comes out here.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <returns>What was put; <see langword="null"/> when it is not wanted, gone or damaged.</returns>
    public async ValueTask<CacheContent?> ReadAsync(CacheItem item, Func<ReadOnlyMemory<byte>, int, bool> accepts, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(accepts);
        return await _disk.RunAsync(item.Group, () =>
        {
            cancel.ThrowIfCancellationRequested();
            return Read(item, accepts);
        });
    }

    /// <summary>Notes that an item was used, by whoever had it elsewhere.</summary>
    /// <param name="item">The item.</param>
    public void Touch(CacheItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        lock (_gate)
        {
            _index.Touch(item);
        }
    }

    /// <summary>Keeps something, in place of what there is under the same key and variant.</summary>
    /// <param name="group">The group.</param>
    /// <param name="key">The key.</param>
    /// <param name="variant">What tells it from others under the key; of each key 64 are kept.</param>
    /// <param name="expiresAt">When it expires, in milliseconds since the Unix epoch.</param>
    /// <param name="head">What is read before the body, to decide whether that is wanted; at most <see cref="MaxHeadBytes"/>.</param>
    /// <param name="body">The body. Nobody changes either while this runs.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <returns>Where it lies; <see langword="null"/> when it was not kept: too large, expired, no space, a disk that is too slow or fails.</returns>
    public async ValueTask<CacheItem?> PutAsync(string group, UInt128 key, ulong variant, long expiresAt, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        await _opened.WaitAsync(cancel);
        var folder = FolderOf(group);
        var bytes = Math.Max(LeastWaitingBytes, (long)head.Length + body.Length);
        if (head.Length > MaxHeadBytes || expiresAt <= Now || !TryWait(folder, bytes))
        {
            return null;
        }

        try
        {
            return await _disk.RunAsync(folder, () =>
            {
                cancel.ThrowIfCancellationRequested();
                return Write(group, key, variant, expiresAt, head, body);
            });
        }
        finally
        {
            TryWait(folder, -bytes);
        }
    }

    /// <summary>Forgets what is under a key.</summary>
    /// <param name="group">The group.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <returns>Whether there was something that had not expired.</returns>
    public async ValueTask<bool> DeleteAsync(string group, UInt128 key, CancellationToken cancel)
    {
        await _opened.WaitAsync(cancel);
        CacheItem[] items;
        var folder = FolderOf(group);
        lock (_gate)
        {
            items = _index.Find(folder, key);
            Array.ForEach(items, item => _index.Remove(item));
        }

        var now = Now;
        return items.Length > 0 && await _disk.RunAsync(folder, () => Delete(items)) && items.Any(item => item.ExpiresAt > now);
    }

    /// <summary>Forgets what a group has.</summary>
    /// <param name="group">The group.</param>
    /// <param name="cancel">Ends the attempt.</param>
    public async ValueTask ForgetAsync(string group, CancellationToken cancel)
    {
        await _opened.WaitAsync(cancel);
        CacheItem[] items;
        var folder = FolderOf(group);
        lock (_gate)
        {
            items = _index.RemoveGroup(folder);
        }

        if (items.Length > 0)
        {
            await _disk.RunAsync(folder, () => Delete(items));
        }
    }

    /// <summary>Forgets what all groups have but these: those that were forgotten in a process that died over it. Calls made from now on wait until that is done.</summary>
    /// <param name="groups">The groups that there are.</param>
    public void ForgetOthers(IEnumerable<string> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var kept = groups.Select(FolderOf).ToHashSet(StringComparer.Ordinal);
        _opened = SweepAsync(_opened);

        async Task SweepAsync(Task opened)
        {
            await opened;
            CacheItem[] items;
            lock (_gate)
            {
                items = [.. _index.Groups.Where(group => !kept.Contains(group)).ToList().SelectMany(_index.RemoveGroup)];
            }

            await _disk.RunAsync("", () => Delete(items));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _disk.DisposeAsync();

    // A group may be called anything; a folder may not.
    private static string FolderOf(string group) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(group)))[..GroupLength];

    private bool TryWait(string folder, long bytes)
    {
        lock (_gate)
        {
            var waiting = _waiting.GetValueOrDefault(folder) + bytes;
            if (bytes > 0 && waiting > MaxWaitingBytes)
            {
                return false;
            }

            if (waiting == 0)
            {
                _waiting.Remove(folder);
            }
            else
            {
                _waiting[folder] = waiting;
            }

            return true;
        }
    }

    private string PathOf(CacheItem item) => Path.Combine(_options.Directory, item.Group, item.Name);

    private bool Load()
    {
        try
        {
            // The directory has one owner: what is in here was left by a process that died.
            foreach (var file in Directory.EnumerateFiles(_unfinished))
            {
                File.Delete(file);
            }

            List<CacheItem> unwanted = [];
            var now = Now;
            foreach (var item in Items().OrderBy(static item => item.Stamp))
            {
                lock (_gate)
                {
                    _stamp = Math.Max(_stamp, item.Stamp);
                    if (item.ExpiresAt > now && _index.Reserve(item.Group, item.Bytes, unwanted))
                    {
                        _index.Add(item, unwanted);
                    }
                    else
                    {
                        unwanted.Add(item);
                    }
                }
            }

            Delete(unwanted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failed(e);
        }

        return true;
    }

    private IEnumerable<CacheItem> Items() =>
        from folder in new DirectoryInfo(_options.Directory).EnumerateDirectories()
        where folder.Name.Length == GroupLength
        from file in folder.EnumerateFiles()
        select CacheItem.Parse(folder.Name, file.Name, file.Length) into item
        where item is not null
        select item;

    private CacheContent? Read(CacheItem item, Func<ReadOnlyMemory<byte>, int, bool> accepts)
    {
        try
        {
            var (isWhole, content) = CacheFile.Read(PathOf(item), item.Name, accepts);
            if (content is not null)
            {
                Touch(item);
            }

            if (!isWhole)
            {
                _options.OnNotice?.Invoke($"'{PathOf(item)}' of the cache is damaged, and was removed.");
                Remove(item);
            }

            return content;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            Remove(item);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failed(e);
            return null;
        }
    }

    private CacheItem? Write(string owner, UInt128 key, ulong variant, long expiresAt, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body)
    {
        var group = FolderOf(owner);
        var bytes = CacheItem.BytesOf((long)CacheFile.PrefixBytes + head.Length + body.Length);
        List<CacheItem> gone = [];
        CacheItem item;
        bool hasRoom;
        lock (_gate)
        {
            _stamp = Math.Max(_stamp + 1, Now);
            item = new(group, key, variant, _stamp, expiresAt, bytes);
            hasRoom = _index.Reserve(group, bytes, gone);
        }

        // First: what comes must not find the disk fuller than it may be.
        Delete(gone);
        gone.Clear();
        var isWritten = false;
        try
        {
            if (hasRoom && _options.FreeBytes(_options.Directory) - bytes >= _options.MinFreeBytes)
            {
                var path = Path.Combine(_unfinished, Guid.NewGuid().ToString("N"));
                try
                {
                    CacheFile.Write(path, item.Name, head, body);
                    Directory.CreateDirectory(Path.Combine(_options.Directory, group));
                    File.Move(path, PathOf(item));
                    isWritten = true;
                    Volatile.Write(ref _hasFailed, 0);
                }
                finally
                {
                    if (!isWritten)
                    {
                        File.Delete(path);
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failed(e);
        }

        lock (_gate)
        {
            // Under the lock that ForgetAsync takes: what is put comes before it and is forgotten, or after it and is refused.
            var isWanted = _options.KeepsFor(owner);
            if (isWritten && isWanted)
            {
                _index.Add(item, gone);
            }
            else if (hasRoom)
            {
                _index.Release(group, bytes);
            }

            if (isWritten && !isWanted)
            {
                gone.Add(item);
            }
        }

        Delete(gone);
        return isWritten && !gone.Contains(item) ? item : null;
    }

    private void Remove(CacheItem item)
    {
        lock (_gate)
        {
            _index.Remove(item);
        }

        Delete([item]);
    }

    private bool Delete(IReadOnlyList<CacheItem> items)
    {
        foreach (var item in items)
        {
            try
            {
                File.Delete(PathOf(item));
            }
            catch (DirectoryNotFoundException)
            {
                // It is gone already.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Failed(e);
            }
        }

        return true;
    }

    // Once until it works again: a disk that fails does so for every request.
    private void Failed(Exception e)
    {
        if (Interlocked.Exchange(ref _hasFailed, 1) == 0)
        {
            _options.OnNotice?.Invoke($"The cache in '{_options.Directory}' cannot use the disk: {e.Message} What it cannot keep is not cached.");
        }
    }
}
