namespace PureEdge.Engine.WebApi.Compression;

/// <summary>A canonical Huffman code of DEFLATE (https://www.rfc-editor.org/rfc/rfc1951#section-3.2.2), for decoding.</summary>
/// <remarks>Immutable.</remarks>
internal sealed class HuffmanCode
{
    public const int MaxLength = 15;

    private const int FastBits = 9;

    private readonly ushort[] _counts = new ushort[MaxLength + 1];
    private readonly ushort[] _symbols;
    // By the next bits of the input: length in the upper four bits, symbol below; 0 for longer codes.
    private readonly ushort[] _fast = new ushort[1 << FastBits];

    private HuffmanCode(ReadOnlySpan<byte> lengths)
    {
        _symbols = new ushort[lengths.Length];
        foreach (var length in lengths)
        {
            _counts[length]++;
        }
    }

    /// <summary>Makes a code from the length of each symbol's code, 0 to 15; 0 for symbols that do not occur.</summary>
    /// <returns><see langword="null"/> when there is no such code. One that is not complete is allowed only with a single symbol.</returns>
    public static HuffmanCode? Create(ReadOnlySpan<byte> lengths)
    {
        var code = new HuffmanCode(lengths);
        var left = 1;
        for (var length = 1; length <= MaxLength; length++)
        {
            left = (left << 1) - code._counts[length];
            if (left < 0)
            {
                return null;
            }
        }

        var used = lengths.Length - code._counts[0];
        if (left > 0 && used != code._counts[1])
        {
            return null;
        }

        code.Fill(lengths);
        return code;
    }

    /// <summary>Decodes a symbol.</summary>
    /// <param name="bits">The next bits of the input, the first one lowest.</param>
    /// <param name="available">How many of them are there; further ones count as zeros.</param>
    /// <param name="length">How many bits the symbol took.</param>
    /// <returns>The symbol; -1 when the bits do not suffice, -2 when they begin no code.</returns>
    public int Decode(ulong bits, int available, out int length)
    {
        var entry = _fast[(int)bits & ((1 << FastBits) - 1)];
        length = entry >> 12;
        if (length > 0)
        {
            return length <= available ? entry & 0xFFF : -1;
        }

        int code = 0, first = 0, index = 0;
        for (length = 1; length <= MaxLength; length++)
        {
            if (length > available)
            {
                return -1;
            }

            code |= (int)(bits >> (length - 1)) & 1;
            var count = _counts[length];
            if (code - count < first)
            {
                return _symbols[index + (code - first)];
            }

            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }

        return -2;
    }

    private void Fill(ReadOnlySpan<byte> lengths)
    {
        Span<int> offsets = stackalloc int[MaxLength + 2], next = stackalloc int[MaxLength + 2];
        for (var length = 1; length <= MaxLength; length++)
        {
            offsets[length + 1] = offsets[length] + _counts[length];
            next[length + 1] = (next[length] + _counts[length]) << 1;
        }

        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            if (length == 0)
            {
                continue;
            }

            _symbols[offsets[length]++] = (ushort)symbol;
            var code = next[length]++;
            if (length <= FastBits)
            {
                // Codes are packed from their highest bit.
                var reversed = 0;
                for (var i = 0; i < length; i++)
                {
                    reversed |= ((code >> i) & 1) << (length - 1 - i);
                }

                for (; reversed < _fast.Length; reversed += 1 << length)
                {
                    _fast[reversed] = (ushort)((length << 12) | symbol);
                }
            }
        }
    }
}
