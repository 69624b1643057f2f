namespace PureEdge.Storage.Embedded;

/// <summary>
/// A file of the write-ahead log, which has checksums of its own. It is no <c>LocalFileStream</c>, so that ZoneTree does not map it into
/// memory: writing to a mapped page on a full disk would end the process.
/// </summary>
internal sealed class LogFile(string path, FileStream file, Action<string> onRead) : TreeFile(path, file.CanWrite)
{
    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        onRead(FilePath);
        return file.Read(buffer);
    }

    public override void Write(ReadOnlySpan<byte> buffer) => file.Write(buffer);

    public override void SetLength(long value) => file.SetLength(value);

    public override void Flush(bool flushToDisk) => file.Flush(flushToDisk);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
