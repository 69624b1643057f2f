using System.Text;

namespace PureEdge.Fuzz.Running;

/// <summary>One end of a connection: it reads given bytes, a few at a time, and then the end; what is written is kept.</summary>
/// <remarks>Reading and writing may be two threads; nothing else.</remarks>
/// <param name="bytes">What comes in.</param>
internal sealed class WireStream(byte[] bytes) : Stream
{
    private const int MostRead = 61;
    private const int MostWritten = 1 << 16;

    private readonly StringBuilder _written = new();
    private int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>What was written, each byte as a character.</summary>
    public string Written
    {
        get
        {
            lock (_written)
            {
                return _written.ToString();
            }
        }
    }

    /// <summary>The bytes of a text of hexadecimal digits; what is no digit is left out.</summary>
    public static byte[] FromHex(string text)
    {
        var digits = text.Where(char.IsAsciiHexDigit).ToArray();
        return Convert.FromHexString(digits.AsSpan(0, digits.Length & ~1));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(Math.Min(buffer.Length, MostRead), bytes.Length - _at);
        bytes.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_written)
        {
            _written.Append(Encoding.Latin1.GetString(buffer[..Math.Min(buffer.Length, Math.Max(0, MostWritten - _written.Length))]));
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
