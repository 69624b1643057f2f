using ZoneTree.AbstractFileStream;

namespace PureEdge.Storage.Embedded;

/// <summary>A file as ZoneTree wants it: a stream with a flush that reaches the disk. What kinds of file differ in is abstract.</summary>
internal abstract class TreeFile(string path, bool canWrite) : Stream, IFileStream
{
    /// <summary>Told when the file is closed.</summary>
    public Action<TreeFile>? OnClosed { get; set; }

    public string FilePath { get; } = path;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite { get; } = canWrite;

    public override long Position { get; set; }

    public abstract override int Read(Span<byte> buffer);

    public abstract override void Write(ReadOnlySpan<byte> buffer);

    public abstract void Flush(bool flushToDisk);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    public int ReadFaster(byte[] buffer, int offset, int count)
    {
        ReadExactly(buffer, offset, count);
        return count;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

    public override void Flush() => Flush(flushToDisk: false);

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => Length,
    };

    public Stream ToStream() => this;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        OnClosed?.Invoke(this);
    }
}
