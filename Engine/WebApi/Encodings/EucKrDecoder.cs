namespace PureEdge.Engine.WebApi.Encodings;

/// <summary>https://encoding.spec.whatwg.org/#euc-kr-decoder</summary>
internal sealed class EucKrDecoder : MultiByteDecoder
{
    private readonly int[] _index = EncodingIndex.Get("euc-kr");
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
            if (value is >= 0x81 and <= 0xFE)
            {
                _lead = value;
                return Nothing;
            }

            return value < 128 ? value : Error;
        }

        var pointer = value is >= 0x41 and <= 0xFE ? ((_lead - 0x81) * 190) + value - 0x41 : int.MaxValue;
        _lead = 0;
        if (pointer < _index.Length && _index[pointer] != 0)
        {
            return _index[pointer];
        }

        if (value < 128)
        {
            Restore(value);
        }

        return Error;
    }
}
