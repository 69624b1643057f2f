using System.Text;
using PureEdge.Storage.Sealing;
using ZoneTree.AbstractFileStream;

#pragma warning disable RS0030 // Storage is where files belong.

namespace PureEdge.Storage.Embedded;

/// <summary>
/// The directory of a store, held by one process: <c>lock</c>, <c>format</c> (which layout, and whether the tree was ever complete), the
/// folders <c>tree</c> and <c>blobs</c>.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private const string Layout = "pureedge-storage 1 ";
    private const string New = Layout + "new\n";
    private const string Ready = Layout + "ready\n";

    private readonly FileStream _lock;
    private readonly LocalFileStreamProvider _files = new();
    private bool _isReady;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    public string Tree => System.IO.Path.Combine(Path, "tree");

    public string Blobs => System.IO.Path.Combine(Path, "blobs");

    private string Log => System.IO.Path.Combine(Tree, "seg", "shared");

    private string Format => System.IO.Path.Combine(Path, "format");

    /// <summary>Takes the directory, and makes it ready for a first start where there was none or none that was completed.</summary>
    /// <exception cref="StorageException"><c>data_in_use</c>, <c>data_version</c>, <c>data_corrupt</c>, <c>data_unwritable</c>.</exception>
    public static DataDirectory Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
            var directory = new DataDirectory(full, Lock(full));
            try
            {
                directory.Prepare();
                return directory;
            }
            catch
            {
                directory.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException("data_unwritable", $"'{full}' cannot be used for data: {e.Message} It must be a directory that this process may write.", e);
        }
    }

    /// <summary>Notes that the tree is complete: from now on a missing part of it is an error, not a first start.</summary>
    public void MarkReady()
    {
        if (!_isReady)
        {
            Write(Ready);
            _isReady = true;
        }
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string directory)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        // EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION.
        catch (IOException e) when (e.HResult is 11 or 35 or unchecked((int)0x80070020))
        {
            throw new StorageException(
                "data_in_use", $"'{directory}' is in use by another PureEdge process; one process uses a data directory. Stop it, or choose another directory.", e);
        }
    }

    private void Prepare()
    {
        if (!File.Exists(Format))
        {
            if (Directory.Exists(Tree))
            {
                throw Damage.Found(Format, "it is missing, but there is a tree beside it");
            }

            Write(New);
        }

        switch (Encoding.UTF8.GetString(SealedFile.ReadAll(Format)))
        {
            // Nothing was ever acknowledged: what a first start left behind is begun again.
            case New when Directory.Exists(Tree):
                Directory.Delete(Tree, recursive: true);
                break;
            case New:
                break;
            case Ready:
                _isReady = true;
                MustBeThere(System.IO.Path.Combine(Tree, "0.json"));
                MustBeThere(System.IO.Path.Combine(Tree, "0.meta.wal"));
                MustBeThere(System.IO.Path.Combine(Log, "manifest"));
                if (!Directory.EnumerateFiles(Log, "*.wal").Any())
                {
                    throw Damage.Found(Log, "its log is missing");
                }

                break;
            case var other:
                throw new StorageException(
                    "data_version", $"'{Path}' was written by another version of PureEdge ('{other.Trim()}'); this one reads '{Layout.Trim()}'. Use that version.");
        }
    }

    private static void MustBeThere(string file)
    {
        if (!File.Exists(file))
        {
            throw Damage.Found(file, "it is missing");
        }
    }

    private void Write(string text)
    {
        using (var file = SealedFile.Create(Format + ".next"))
        {
            file.Write(Encoding.UTF8.GetBytes(text), 0);
            file.Seal();
        }

        File.Move(Format + ".next", Format, overwrite: true);
        _files.SyncDirectory(Path);
    }
}
