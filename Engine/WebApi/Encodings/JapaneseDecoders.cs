namespace PureEdge.Engine.WebApi.Encodings;

/// <summary>https://encoding.spec.whatwg.org/#euc-jp-decoder</summary>
internal sealed class EucJpDecoder : MultiByteDecoder
{
    private readonly int[] _jis0208 = EncodingIndex.Get("jis0208");
    private readonly int[] _jis0212 = EncodingIndex.Get("jis0212");
    private bool _isJis0212;
    private int _lead;

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

        if (_lead == 0x8E && value is >= 0xA1 and <= 0xDF)
        {
            _lead = 0;
            return 0xFF61 - 0xA1 + value;
        }

        if (_lead == 0x8F && value is >= 0xA1 and <= 0xFE)
        {
            _isJis0212 = true;
            _lead = value;
            return Nothing;
        }

        if (_lead == 0)
        {
            if (value is 0x8E or 0x8F or (>= 0xA1 and <= 0xFE))
            {
                _lead = value;
                return Nothing;
            }

            return value < 128 ? value : Error;
        }

        var lead = _lead;
        var index = _isJis0212 ? _jis0212 : _jis0208;
        _lead = 0;
        _isJis0212 = false;
        var pointer = lead is >= 0xA1 and <= 0xFE && value is >= 0xA1 and <= 0xFE ? ((lead - 0xA1) * 94) + value - 0xA1 : int.MaxValue;
        if (pointer < index.Length && index[pointer] != 0)
        {
            return index[pointer];
        }

        if (value < 128)
        {
            Restore(value);
        }

        return Error;
    }
}

/// <summary>https://encoding.spec.whatwg.org/#shift_jis-decoder</summary>
internal sealed class ShiftJisDecoder : MultiByteDecoder
{
    private readonly int[] _jis0208 = EncodingIndex.Get("jis0208");
    private int _lead;

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

        if (_lead == 0)
        {
            if (value is (>= 0x81 and <= 0x9F) or (>= 0xE0 and <= 0xFC))
            {
                _lead = value;
                return Nothing;
            }

            return value <= 0x80 ? value : value is >= 0xA1 and <= 0xDF ? 0xFF61 - 0xA1 + value : Error;
        }

        var lead = _lead;
        _lead = 0;
        var offset = value < 0x7F ? 0x40 : 0x41;
        var leadOffset = lead < 0xA0 ? 0x81 : 0xC1;
        var pointer = value is (>= 0x40 and <= 0x7E) or (>= 0x80 and <= 0xFC) ? ((lead - leadOffset) * 188) + value - offset : int.MaxValue;
        if (pointer is >= 8836 and <= 10715)
        {
            return 0xE000 - 8836 + pointer;
        }

        if (pointer < _jis0208.Length && _jis0208[pointer] != 0)
        {
            return _jis0208[pointer];
        }

        if (value < 128)
        {
            Restore(value);
        }

        return Error;
    }
}

/// <summary>https://encoding.spec.whatwg.org/#iso-2022-jp-decoder</summary>
internal sealed class Iso2022JpDecoder : MultiByteDecoder
{
    private const int Escape = 0x1B;

    private readonly int[] _jis0208 = EncodingIndex.Get("jis0208");
    private State _state;
    private State _outputState;
    private int _lead;
    private bool _output;

    private enum State
    {
        Ascii,
        Roman,
        Katakana,
        LeadByte,
        TrailByte,
        EscapeStart,
        Escape,
    }

    /// <inheritdoc/>
    protected override bool IsAtRest => _state <= State.LeadByte;

    /// <inheritdoc/>
    protected override int Step(int value)
    {
        switch (_state)
        {
            case State.EscapeStart:
                return StepEscapeStart(value);
            case State.Escape:
                return StepEscape(value);
            case State.TrailByte:
                return StepTrail(value);
        }

        if (value == Escape)
        {
            _state = State.EscapeStart;
            return Nothing;
        }

        if (_state == State.LeadByte && value is >= 0x21 and <= 0x7E)
        {
            _output = false;
            _lead = value;
            _state = State.TrailByte;
            return Nothing;
        }

        _output = false;
        return _state switch
        {
            State.Katakana when value is >= 0x21 and <= 0x5F => 0xFF61 - 0x21 + value,
            State.Roman when value == 0x5C => 0xA5,
            State.Roman when value == 0x7E => 0x203E,
            State.Ascii or State.Roman when value < 128 && value is not (0x0E or 0x0F) => value,
            _ => Error,
        };
    }

    private int StepTrail(int value)
    {
        switch (value)
        {
            case Escape:
                _state = State.EscapeStart;
                return Error;
            case >= 0x21 and <= 0x7E:
                _state = State.LeadByte;
                var pointer = ((_lead - 0x21) * 94) + value - 0x21;
                return _jis0208[pointer] == 0 ? Error : _jis0208[pointer];
            default:
                _state = State.LeadByte;
                return Error;
        }
    }

    private int StepEscapeStart(int value)
    {
        if (value is 0x24 or 0x28)
        {
            _lead = value;
            _state = State.Escape;
            return Nothing;
        }

        if (value != EndOfQueue)
        {
            Restore(value);
        }

        _output = false;
        _state = _outputState;
        return Error;
    }

    private int StepEscape(int value)
    {
        var lead = _lead;
        _lead = 0;
        State? state = (lead, value) switch
        {
            (0x28, 0x42) => State.Ascii,
            (0x28, 0x4A) => State.Roman,
            (0x28, 0x49) => State.Katakana,
            (0x24, 0x40 or 0x42) => State.LeadByte,
            _ => null,
        };
        if (state is { } next)
        {
            _state = _outputState = next;
            // Two escapes in a row, with nothing between, hide text from filters.
            var output = _output;
            _output = true;
            return output ? Error : Nothing;
        }

        if (value != EndOfQueue)
        {
            Restore(value);
        }

        Restore(lead);
        _output = false;
        _state = _outputState;
        return Error;
    }
}
