using System.Threading.Channels;

namespace PureEdge.Cli;

/// <summary>Tells when one of a set of files changes, or anything that lies in one of a set of folders. Several events of one save count as one.</summary>
internal sealed class FileChanges : IDisposable
{
    // Editors write in several steps (truncate, write, rename); this is what they take, and nobody notices it.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(30);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, FileSystemWatcher> _watchers = new(StringComparer.Ordinal);
    private volatile HashSet<string> _files = [];

    /// <summary>Watches these files and folders from now on; those before are watched no more.</summary>
    /// <returns>Whether there are files among them that were not watched before: what happened to those until now was not seen.</returns>
    public bool Watch(IReadOnlyList<string> files)
    {
        var before = _files;
        _files = new(files, StringComparer.Ordinal);
        // One that comes again is another folder to the system.
        foreach (var gone in _watchers.Keys.Where(static folder => !Directory.Exists(folder)).ToList())
        {
            _watchers.Remove(gone, out var watcher);
            watcher!.Dispose();
        }

        foreach (var folder in files.Select(static f => Directory.Exists(f) ? f : Path.GetDirectoryName(f)!).Distinct(StringComparer.Ordinal))
        {
            if (_watchers.ContainsKey(folder) || !Directory.Exists(folder))
            {
                continue;
            }

            var watcher = new FileSystemWatcher(folder);
            watcher.Changed += (_, e) => OnChanged(e.FullPath);
            watcher.Created += (_, e) => OnChanged(e.FullPath);
            watcher.Deleted += (_, e) => OnChanged(e.FullPath);
            watcher.Renamed += (_, e) => OnChanged(e.FullPath);
            watcher.EnableRaisingEvents = true;
            _watchers[folder] = watcher;
        }

        return !_files.IsSubsetOf(before);
    }

    /// <summary>Counts as a change.</summary>
    public void Tell() => _changes.Writer.TryWrite(true);

    /// <summary>Waits for the next change.</summary>
    public async Task NextAsync(CancellationToken cancellationToken)
    {
        await _changes.Reader.ReadAsync(cancellationToken);
        await Task.Delay(Settle, cancellationToken);
        while (_changes.Reader.TryRead(out _))
        {
            // The rest of the same save.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var watcher in _watchers.Values)
        {
            watcher.Dispose();
        }
    }

    private void OnChanged(string path)
    {
        if (_files.Contains(path) || _files.Contains(Path.GetDirectoryName(path)!))
        {
            _changes.Writer.TryWrite(true);
        }
    }
}
