using PureEdge.Storage.Sealing;

namespace PureEdge.Storage.Embedded;

/// <summary>A file that is written once and then read: sealed by the flush with which ZoneTree ends the writing.</summary>
internal sealed class SegmentFile(SealedFile file, bool canWrite) : TreeFile(file.Path, canWrite)
{
    public override long Length => file.Length;

    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer, Position);
        Position += read;
        return read;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        file.Write(buffer, Position);
        Position += buffer.Length;
    }

    public override void SetLength(long value) => file.SetLength(value);

    public override void Flush(bool flushToDisk)
    {
        if (flushToDisk && CanWrite)
        {
            file.Seal();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
