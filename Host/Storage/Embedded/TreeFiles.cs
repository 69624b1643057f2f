using PureEdge.Storage.Sealing;
using ZoneTree.AbstractFileStream;

#pragma warning disable RS0030 // Storage is where files belong.

namespace PureEdge.Storage.Embedded;

/// <summary>The file system that ZoneTree sees: what it writes without checksums gets ours.</summary>
/// <remarks>
/// Mutable state: the open files, under their own lock, because ZoneTree leaves some open when it cannot open a tree; and the file of the log
/// that was read last, for the message of an error that does not name one.
/// </remarks>
internal sealed class TreeFiles : IFileStreamProvider
{
    private readonly LocalFileStreamProvider _local = new();
    private readonly HashSet<TreeFile> _open = [];

    /// <summary>The file of the log that was read last.</summary>
    public string? LastRead { get; private set; }

    public IFileStream CreateFileStream(string path, FileMode mode, FileAccess access, FileShare share, int bufferSize = 4096, FileOptions options = FileOptions.None)
    {
        var canWrite = access is not FileAccess.Read;
        TreeFile file =
            IsLog(path) ? new LogFile(path, new FileStream(path, mode, access, share, bufferSize, options), read => LastRead = read)
            : path.EndsWith(".meta.wal", StringComparison.Ordinal) ? new RewrittenFile(path, this, canWrite)
            : new SegmentFile(canWrite ? SealedFile.Create(path) : SealedFile.OpenRead(path), canWrite);
        lock (_open)
        {
            _open.Add(file);
        }

        file.OnClosed = Forget;
        return file;
    }

    /// <summary>Closes what is still open.</summary>
    public void CloseAll()
    {
        TreeFile[] files;
        lock (_open)
        {
            files = [.. _open];
        }

        foreach (var file in files)
        {
            file.Dispose();
        }
    }

    public byte[] ReadAllBytes(string path)
    {
        if (!IsLog(path))
        {
            return SealedFile.ReadAll(path);
        }

        LastRead = path;
        return File.ReadAllBytes(path);
    }

    public string ReadAllText(string path) => System.Text.Encoding.UTF8.GetString(ReadAllBytes(path));

    public bool FileExists(string path) => _local.FileExists(path);

    public bool DirectoryExists(string path) => _local.DirectoryExists(path);

    public void CreateDirectory(string path) => _local.CreateDirectory(path);

    public void SyncDirectory(string path) => _local.SyncDirectory(path);

    public void DeleteFile(string path) => _local.DeleteFile(path);

    public void DeleteDirectory(string path, bool recursive) => _local.DeleteDirectory(path, recursive);

    public void Replace(string sourceFileName, string destinationFileName, string? destinationBackupFileName) =>
        _local.Replace(sourceFileName, destinationFileName, destinationBackupFileName);

    public DurableFileWriter GetDurableFileWriter() => new(this);

    public IReadOnlyList<string> GetDirectories(string path) => _local.GetDirectories(path);

    public IReadOnlyList<string> GetFiles(string path) => _local.GetFiles(path);

    public void MoveFile(string sourcePath, string destinationPath) => _local.MoveFile(sourcePath, destinationPath);

    public string CombinePaths(string path1, string path2) => _local.CombinePaths(path1, path2);

    private void Forget(TreeFile file)
    {
        lock (_open)
        {
            _open.Remove(file);
        }
    }

    // The write-ahead log has its own folder; its manifest, blocks and records all have checksums.
    private static bool IsLog(string path) => Path.GetFileName(Path.GetDirectoryName(path)) is "shared";
}
