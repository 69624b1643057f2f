using System.Text;

namespace PureEdge.Conformance.Tests.Wpt;

/// <summary>A body that comes in pieces, with pauses; for ever, when it has no count.</summary>
/// <remarks>Mutable: where it is. Read by one reader.</remarks>
internal sealed class WptTrickle(string piece, int? count, int pauseMilliseconds) : Stream
{
    private readonly byte[] _piece = Encoding.Latin1.GetBytes(piece);
    private int _given;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_given == count)
        {
            return 0;
        }

        if (_given++ > 0)
        {
            await Task.Delay(pauseMilliseconds, cancellationToken);
        }

        _piece.CopyTo(buffer.Span);
        return _piece.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
