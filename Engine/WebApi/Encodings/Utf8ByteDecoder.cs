using System.Buffers;
using System.Text.Unicode;

namespace PureEdge.Engine.WebApi.Encodings;

/// <summary>UTF-8 through .NET's vectorised transcoder, which replaces maximal subparts as the standard does.</summary>
/// <remarks>https://encoding.spec.whatwg.org/#utf-8-decoder</remarks>
internal sealed class Utf8ByteDecoder : ByteDecoder
{
    private readonly byte[] _pending = new byte[3];
    private int _pendingCount;

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> bytes, Span<char> chars, bool isLast, out bool isMalformed)
    {
        isMalformed = false;
        var total = 0;
        if (_pendingCount > 0)
        {
            Span<byte> head = stackalloc byte[7];
            _pending.AsSpan(0, _pendingCount).CopyTo(head);
            var taken = Math.Min(4, bytes.Length);
            bytes[..taken].CopyTo(head[_pendingCount..]);
            head = head[..(_pendingCount + taken)];
            var isAll = taken == bytes.Length;
            var read = Transcode(head, chars, isLast && isAll, ref isMalformed, out total);
            if (isAll)
            {
                Keep(head[read..]);
                return total;
            }

            // Four more bytes end any character that had begun, so the rest begins in the piece.
            bytes = bytes[(read - _pendingCount)..];
        }

        var consumed = Transcode(bytes, chars[total..], isLast, ref isMalformed, out var written);
        Keep(bytes[consumed..]);
        return total + written;
    }

    private static int Transcode(ReadOnlySpan<byte> bytes, Span<char> chars, bool isLast, ref bool isMalformed, out int written)
    {
        var status = Utf8.ToUtf16(bytes, chars, out var read, out written, replaceInvalidSequences: false, isLast);
        if (status == OperationStatus.InvalidData)
        {
            isMalformed = true;
            Utf8.ToUtf16(bytes[read..], chars[written..], out var more, out var moreWritten, replaceInvalidSequences: true, isLast);
            read += more;
            written += moreWritten;
        }

        return read;
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        rest.CopyTo(_pending);
        _pendingCount = rest.Length;
    }
}
