namespace PureEdge.Engine.WebApi.Encodings;

/// <summary>
/// What the legacy multi-byte decoders share: one step a byte, a byte that is seen again ("restore" of the standard), and
/// writing code points.
/// </summary>
internal abstract class MultiByteDecoder : ByteDecoder
{
    protected const int EndOfQueue = -1;
    protected const int Nothing = -1;
    protected const int Error = -2;

    // At most three bytes are ever restored (gb18030).
    private readonly int[] _restored = new int[8];
    private int _restoredCount;

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> bytes, Span<char> chars, bool isLast, out bool isMalformed)
    {
        isMalformed = false;
        int written = 0, position = 0;
        while (true)
        {
            int value;
            if (_restoredCount > 0)
            {
                value = _restored[--_restoredCount];
            }
            else if (position < bytes.Length)
            {
                value = bytes[position++];
            }
            else if (isLast && !IsAtRest)
            {
                value = EndOfQueue;
            }
            else
            {
                return written;
            }

            var codePoint = Step(value);
            if (codePoint == Nothing)
            {
                continue;
            }

            if (codePoint == Error)
            {
                isMalformed = true;
                codePoint = '\uFFFD';
            }

            Write(codePoint, chars, ref written);
        }
    }

    /// <summary>Whether the end of the queue would mean nothing but the end.</summary>
    protected abstract bool IsAtRest { get; }

    /// <summary>Handles one byte, or <see cref="EndOfQueue"/>.</summary>
    /// <returns>A code point, two of them as the second above 21 bits, <see cref="Nothing"/> (continue), or <see cref="Error"/>.</returns>
    protected abstract int Step(int value);

    /// <summary>Puts a byte before all that have not been handled.</summary>
    protected void Restore(int value) => _restored[_restoredCount++] = value;

    private static void Write(int codePoint, Span<char> chars, ref int written)
    {
        if (codePoint < 0x10000)
        {
            chars[written++] = (char)codePoint;
        }
        else
        {
            var rest = codePoint - 0x10000;
            chars[written++] = (char)(0xD800 + (rest >> 10));
            chars[written++] = (char)(0xDC00 + (rest & 0x3FF));
        }
    }
}
