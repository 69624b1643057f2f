namespace PureEdge.Engine.WebApi.Encodings;

/// <summary>The single-byte encodings.</summary>
/// <remarks>https://encoding.spec.whatwg.org/#single-byte-decoder</remarks>
internal sealed class SingleByteDecoder(int[] index) : ByteDecoder
{
    /// <inheritdoc/>
    public override bool IsStateless => true;

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> bytes, Span<char> chars, bool isLast, out bool isMalformed)
    {
        isMalformed = false;
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = bytes[i];
            var codePoint = value < 128 ? value : index[value - 128];
            if (codePoint == 0 && value != 0)
            {
                isMalformed = true;
                codePoint = '\uFFFD';
            }

            chars[i] = (char)codePoint;
        }

        return bytes.Length;
    }
}

/// <summary>https://encoding.spec.whatwg.org/#x-user-defined-decoder</summary>
internal sealed class UserDefinedDecoder : ByteDecoder
{
    /// <inheritdoc/>
    public override bool IsStateless => true;

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> bytes, Span<char> chars, bool isLast, out bool isMalformed)
    {
        isMalformed = false;
        for (var i = 0; i < bytes.Length; i++)
        {
            chars[i] = (char)(bytes[i] < 128 ? bytes[i] : 0xF780 + bytes[i] - 0x80);
        }

        return bytes.Length;
    }
}

/// <summary>https://encoding.spec.whatwg.org/#shared-utf-16-decoder</summary>
internal sealed class Utf16ByteDecoder(bool isBigEndian) : ByteDecoder
{
    private int _leadByte = -1;
    private char _leadSurrogate;

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> bytes, Span<char> chars, bool isLast, out bool isMalformed)
    {
        isMalformed = false;
        var written = 0;
        foreach (var value in bytes)
        {
            if (_leadByte < 0)
            {
                _leadByte = value;
                continue;
            }

            var unit = (char)(isBigEndian ? (_leadByte << 8) + value : (value << 8) + _leadByte);
            _leadByte = -1;
            if (_leadSurrogate != 0)
            {
                var lead = _leadSurrogate;
                _leadSurrogate = '\0';
                if (char.IsLowSurrogate(unit))
                {
                    chars[written++] = lead;
                    chars[written++] = unit;
                    continue;
                }

                isMalformed = true;
                chars[written++] = '\uFFFD';
            }

            if (char.IsHighSurrogate(unit))
            {
                _leadSurrogate = unit;
                continue;
            }

            if (char.IsLowSurrogate(unit))
            {
                isMalformed = true;
                unit = '\uFFFD';
            }

            chars[written++] = unit;
        }

        if (isLast && (_leadByte >= 0 || _leadSurrogate != 0))
        {
            isMalformed = true;
            chars[written++] = '\uFFFD';
        }

        return written;
    }
}

/// <summary>One error for any input that is not empty: text in these encodings could be made to mean two things.</summary>
/// <remarks>https://encoding.spec.whatwg.org/#replacement-decoder</remarks>
internal sealed class ReplacementDecoder : ByteDecoder
{
    private bool _isReported;

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> bytes, Span<char> chars, bool isLast, out bool isMalformed)
    {
        isMalformed = !_isReported && bytes.Length > 0;
        if (!isMalformed)
        {
            return 0;
        }

        _isReported = true;
        chars[0] = '\uFFFD';
        return 1;
    }
}
