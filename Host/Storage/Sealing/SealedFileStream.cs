namespace PureEdge.Storage.Sealing;

/// <summary>Reads a part of a sealed file, which it owns.</summary>
internal sealed class SealedFileStream(SealedFile file, long offset, long? length) : Stream
{
    private readonly long _start = Math.Min(offset, file.Length);
    private readonly long _length = Math.Min(length ?? long.MaxValue, file.Length - Math.Min(offset, file.Length));
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, Math.Max(0, _length - _position));
        var read = file.Read(buffer[..count], _start + _position);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => _length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("A blob cannot be changed.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A blob cannot be changed.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
