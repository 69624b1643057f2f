using PureEdge.Storage.Sealing;
using ZoneTree.AbstractFileStream;

#pragma warning disable RS0030 // Storage is where files belong.

namespace PureEdge.Storage.Embedded;

/// <summary>
/// A small file that is appended to now and then (the list of segments): every change writes it anew and puts it in the place of the one
/// before, so that it is always sealed, whenever the process dies.
/// </summary>
internal sealed class RewrittenFile : TreeFile
{
    private readonly IFileStreamProvider _files;
    private readonly MemoryStream _content = new();
    private bool _isChanged;

    /// <param name="path">The file, which may be missing if it is opened for writing.</param>
    /// <param name="files">Moves and syncs.</param>
    /// <param name="canWrite">Whether it may be changed.</param>
    public RewrittenFile(string path, IFileStreamProvider files, bool canWrite)
        : base(path, canWrite)
    {
        _files = files;
        _isChanged = canWrite && !File.Exists(path);
        if (_isChanged)
        {
            Flush(flushToDisk: true);
        }
        else
        {
            _content.Write(SealedFile.ReadAll(path));
        }
    }

    public override long Length => _content.Length;

    public override int Read(Span<byte> buffer)
    {
        _content.Position = Position;
        var read = _content.Read(buffer);
        Position += read;
        return read;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _content.Position = Position;
        _content.Write(buffer);
        Position += buffer.Length;
        _isChanged = true;
    }

    public override void SetLength(long value)
    {
        _content.SetLength(value);
        _isChanged = true;
        Flush(flushToDisk: true);
    }

    public override void Flush(bool flushToDisk)
    {
        if (!flushToDisk || !_isChanged)
        {
            return;
        }

        var next = FilePath + ".next";
        using (var file = SealedFile.Create(next))
        {
            file.Write(_content.GetBuffer().AsSpan(0, (int)_content.Length), 0);
            file.Seal();
        }

        File.Move(next, FilePath, overwrite: true);
        _files.SyncDirectory(Path.GetDirectoryName(FilePath)!);
        _isChanged = false;
    }
}
