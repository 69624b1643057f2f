namespace PureEdge.Engine.WebApi.Encodings;

/// <summary>GBK and gb18030, which decode alike.</summary>
/// <remarks>https://encoding.spec.whatwg.org/#gb18030-decoder</remarks>
internal sealed class Gb18030Decoder : MultiByteDecoder
{
    private readonly int[] _index = EncodingIndex.Get("gb18030");
    private int _first;
    private int _second;
    private int _third;

    /// <inheritdoc/>
    protected override bool IsAtRest => _first == 0 && _second == 0 && _third == 0;

    /// <inheritdoc/>
    protected override int Step(int value)
    {
        if (value == EndOfQueue)
        {
            _first = _second = _third = 0;
            return Error;
        }

        if (_third != 0)
        {
            return FourthByte(value);
        }

        if (_second != 0)
        {
            if (value is >= 0x81 and <= 0xFE)
            {
                _third = value;
                return Nothing;
            }

            Restore(value);
            Restore(_second);
            _first = _second = 0;
            return Error;
        }

        if (_first != 0)
        {
            return SecondByte(value);
        }

        if (value is >= 0x81 and <= 0xFE)
        {
            _first = value;
            return Nothing;
        }

        return value == 0x80 ? 0x20AC : value < 128 ? value : Error;
    }

    private int SecondByte(int value)
    {
        if (value is >= 0x30 and <= 0x39)
        {
            _second = value;
            return Nothing;
        }

        var lead = _first;
        _first = 0;
        var offset = value < 0x7F ? 0x40 : 0x41;
        var pointer = value is (>= 0x40 and <= 0x7E) or (>= 0x80 and <= 0xFE) ? ((lead - 0x81) * 190) + (value - offset) : -1;
        var codePoint = pointer < 0 ? 0 : _index[pointer];
        if (codePoint != 0)
        {
            return codePoint;
        }

        if (value < 128)
        {
            Restore(value);
        }

        return Error;
    }

    private int FourthByte(int value)
    {
        if (value is < 0x30 or > 0x39)
        {
            Restore(value);
            Restore(_third);
            Restore(_second);
            _first = _second = _third = 0;
            return Error;
        }

        var pointer = ((_first - 0x81) * (10 * 126 * 10)) + ((_second - 0x30) * (10 * 126)) + ((_third - 0x81) * 10) + value - 0x30;
        _first = _second = _third = 0;
        var codePoint = EncodingIndex.Gb18030Range(pointer);
        return codePoint == 0 ? Error : codePoint;
    }
}

/// <summary>https://encoding.spec.whatwg.org/#big5-decoder</summary>
internal sealed class Big5Decoder : MultiByteDecoder
{
    private readonly int[] _index = EncodingIndex.Get("big5");
    private int _lead;

    // The second half of the four pointers that are a letter and a combining mark, sent through the queue of restored bytes.
    private const int Mark = 0x100;

    /// <inheritdoc/>
    protected override bool IsAtRest => _lead == 0;

    /// <inheritdoc/>
    protected override int Step(int value)
    {
        if (value == EndOfQueue)
        {
            _lead = 0;
            return Error;
        }

        if (value >= Mark)
        {
            return value;
        }

        if (_lead == 0)
        {
            if (value is >= 0x81 and <= 0xFE)
            {
                _lead = value;
                return Nothing;
            }

            return value < 128 ? value : Error;
        }

        var lead = _lead;
        _lead = 0;
        var offset = value < 0x7F ? 0x40 : 0x62;
        var pointer = value is (>= 0x40 and <= 0x7E) or (>= 0xA1 and <= 0xFE) ? ((lead - 0x81) * 157) + (value - offset) : -1;
        switch (pointer)
        {
            case 1133:
                Restore(0x0304);
                return 0x00CA;
            case 1135:
                Restore(0x030C);
                return 0x00CA;
            case 1164:
                Restore(0x0304);
                return 0x00EA;
            case 1166:
                Restore(0x030C);
                return 0x00EA;
        }

        var codePoint = pointer < 0 || pointer >= _index.Length ? 0 : _index[pointer];
        if (codePoint != 0)
        {
            return codePoint;
        }

        if (value < 128)
        {
            Restore(value);
        }

        return Error;
    }
}
