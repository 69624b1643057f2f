namespace PureEdge.Engine.WebApi.Compression;

/// <summary>Hears what an <see cref="Inflater"/> does while it does it.</summary>
internal interface IInflateSink
{
    /// <summary>A block begins, for which tables may be made.</summary>
    void OnBlock();

    /// <summary>Output; valid during the call.</summary>
    void OnOutput(ReadOnlySpan<byte> bytes);
}

/// <summary>
/// Decodes DEFLATE (https://www.rfc-editor.org/rfc/rfc1951) as it arrives, in pieces of any size. The classes of .NET read from a
/// stream and pass over what is cut off or follows the end; here both must be errors.
/// </summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class Inflater
{
    private const int WindowLength = 1 << 15;

    private static readonly ushort[] LengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    private static readonly byte[] LengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    private static readonly ushort[] DistanceBase =
        [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
    private static readonly byte[] DistanceExtra = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
    private static readonly byte[] LengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    private static readonly HuffmanCode FixedLiterals = MakeFixedLiterals();
    private static readonly HuffmanCode FixedDistances = HuffmanCode.Create(FixedDistanceLengths())!;

    private readonly byte[] _window = new byte[WindowLength];
    private byte[] _data = [];
    private int _position;
    private ulong _hold;
    private int _bits;
    private int _written;
    private int _flushed;
    private long _total;
    private int _storedLeft;
    private bool _isLast;
    private Step _step;
    private HuffmanCode _literals = FixedLiterals;
    private HuffmanCode _distances = FixedDistances;

    private enum Step
    {
        Block,
        StoredLength,
        Stored,
        Tables,
        Codes,
        Done,
    }

    public bool IsDone => _step == Step.Done;

    /// <summary>Once it is done: the bytes that follow the end, as far as they were given.</summary>
    public ReadOnlySpan<byte> Unread => _data.AsSpan(_position);

    /// <summary>Decodes further input.</summary>
    /// <exception cref="InvalidDataException">It is no DEFLATE.</exception>
    public void Push(ReadOnlySpan<byte> input, IInflateSink sink)
    {
        // What was left is less than one symbol or one head of a block.
        _data = [.. _data.AsSpan(_position), .. input];
        _position = 0;
        while (!IsDone)
        {
            var before = (_position, _hold, _bits);
            if (!TryStep(sink))
            {
                (_position, _hold, _bits) = before;
                break;
            }
        }

        Flush(sink);
        if (IsDone)
        {
            _position -= _bits / 8;
            _bits = 0;
        }
    }

    private static InvalidDataException Invalid(string what) => new($"The compressed data is not valid: {what}.");

    private static byte[] FixedDistanceLengths()
    {
        // 30 and 31 have codes and must not occur.
        var lengths = new byte[32];
        Array.Fill(lengths, (byte)5);
        return lengths;
    }

    private static HuffmanCode MakeFixedLiterals()
    {
        var lengths = new byte[288];
        lengths.AsSpan(0, 144).Fill(8);
        lengths.AsSpan(144, 112).Fill(9);
        lengths.AsSpan(256, 24).Fill(7);
        lengths.AsSpan(280, 8).Fill(8);
        return HuffmanCode.Create(lengths)!;
    }

    /// <returns><see langword="false"/> when the input does not suffice; then nothing but the reader has moved.</returns>
    private bool TryStep(IInflateSink sink)
    {
        switch (_step)
        {
            case Step.Block:
                if (!TryRead(3, out var head))
                {
                    return false;
                }

                sink.OnBlock();
                _isLast = (head & 1) != 0;
                (_step, _literals, _distances) = (head >> 1) switch
                {
                    0 => (Step.StoredLength, _literals, _distances),
                    1 => (Step.Codes, FixedLiterals, FixedDistances),
                    2 => (Step.Tables, _literals, _distances),
                    _ => throw Invalid("a block has an unknown type"),
                };
                return true;
            case Step.StoredLength:
                _ = TryRead(_bits & 7, out _);
                if (!TryRead(32, out var lengths))
                {
                    return false;
                }

                _storedLeft = (int)(lengths & 0xFFFF);
                if (_storedLeft != (int)(~lengths >> 16 & 0xFFFF))
                {
                    throw Invalid("the length of a stored block does not match its complement");
                }

                _step = Step.Stored;
                return true;
            case Step.Stored:
                return TryCopyStored(sink);
            case Step.Tables:
                return TryReadTables();
            default:
                return TryDecode(sink);
        }
    }

    private bool TryCopyStored(IInflateSink sink)
    {
        if (_storedLeft == 0)
        {
            EndBlock();
            return true;
        }

        if (_bits > 0)
        {
            _ = TryRead(8, out var value);
            Write((byte)value, sink);
            _storedLeft--;
            return true;
        }

        var length = Math.Min(_storedLeft, Math.Min(_data.Length - _position, WindowLength - _written));
        _data.AsSpan(_position, length).CopyTo(_window.AsSpan(_written));
        _position += length;
        _storedLeft -= length;
        Advance(length, sink);
        return length > 0;
    }

    private bool TryReadTables()
    {
        if (!TryRead(14, out var head))
        {
            return false;
        }

        int literals = (int)(head & 31) + 257, distances = (int)(head >> 5 & 31) + 1, count = (int)(head >> 10) + 4;
        if (literals > 286 || distances > 30)
        {
            throw Invalid("a block has too many codes");
        }

        Span<byte> lengths = stackalloc byte[286 + 30];
        lengths.Clear();
        for (var i = 0; i < count; i++)
        {
            if (!TryRead(3, out var length))
            {
                return false;
            }

            lengths[LengthOrder[i]] = (byte)length;
        }

        var code = HuffmanCode.Create(lengths[..19]) ?? throw Invalid("the code of a block's lengths is none");
        lengths.Clear();
        for (var i = 0; i < literals + distances;)
        {
            if (!TrySymbol(code, out var symbol))
            {
                return false;
            }

            if (symbol < 16)
            {
                lengths[i++] = (byte)symbol;
                continue;
            }

            if (symbol == 16 && i == 0)
            {
                throw Invalid("a length is repeated before there is one");
            }

            var (bits, least, value) = symbol switch { 16 => (2, 3, lengths[i - 1]), 17 => (3, 3, (byte)0), _ => (7, 11, (byte)0) };
            if (!TryRead(bits, out var more))
            {
                return false;
            }

            var repeat = least + (int)more;
            if (i + repeat > literals + distances)
            {
                throw Invalid("a block has too many lengths");
            }

            lengths.Slice(i, repeat).Fill(value);
            i += repeat;
        }

        if (lengths[256] == 0)
        {
            throw Invalid("a block has no code for its end");
        }

        _literals = HuffmanCode.Create(lengths[..literals]) ?? throw Invalid("the code of a block's literals is none");
        _distances = HuffmanCode.Create(lengths.Slice(literals, distances)) ?? throw Invalid("the code of a block's distances is none");
        _step = Step.Codes;
        return true;
    }

    private bool TryDecode(IInflateSink sink)
    {
        if (!TrySymbol(_literals, out var symbol))
        {
            return false;
        }

        if (symbol < 256)
        {
            Write((byte)symbol, sink);
            return true;
        }

        if (symbol == 256)
        {
            EndBlock();
            return true;
        }

        symbol -= 257;
        if (symbol >= LengthBase.Length)
        {
            throw Invalid("a length has an unknown code");
        }

        if (!TryRead(LengthExtra[symbol], out var lengthExtra) || !TrySymbol(_distances, out var distanceSymbol))
        {
            return false;
        }

        if (distanceSymbol >= DistanceBase.Length)
        {
            throw Invalid("a distance has an unknown code");
        }

        if (!TryRead(DistanceExtra[distanceSymbol], out var distanceExtra))
        {
            return false;
        }

        var distance = DistanceBase[distanceSymbol] + (int)distanceExtra;
        if (distance > _total)
        {
            throw Invalid("a distance goes back before the beginning");
        }

        for (var left = LengthBase[symbol] + (int)lengthExtra; left > 0; left--)
        {
            Write(_window[(_written - distance) & (WindowLength - 1)], sink);
        }

        return true;
    }

    private void EndBlock() => _step = _isLast ? Step.Done : Step.Block;

    private bool TrySymbol(HuffmanCode code, out int symbol)
    {
        Fill(HuffmanCode.MaxLength);
        symbol = code.Decode(_hold, _bits, out var length);
        if (symbol < 0)
        {
            return symbol == -1 ? false : throw Invalid("a code is unknown");
        }

        Drop(length);
        return true;
    }

    private bool TryRead(int count, out ulong value)
    {
        Fill(count);
        value = _hold & ((1UL << count) - 1);
        if (_bits < count)
        {
            return false;
        }

        Drop(count);
        return true;
    }

    private void Fill(int count)
    {
        while (_bits < count && _position < _data.Length)
        {
            _hold |= (ulong)_data[_position++] << _bits;
            _bits += 8;
        }
    }

    private void Drop(int count)
    {
        _hold >>= count;
        _bits -= count;
    }

    private void Write(byte value, IInflateSink sink)
    {
        _window[_written] = value;
        Advance(1, sink);
    }

    private void Advance(int length, IInflateSink sink)
    {
        _written += length;
        _total += length;
        if (_written == WindowLength)
        {
            Flush(sink);
            _written = _flushed = 0;
        }
    }

    private void Flush(IInflateSink sink)
    {
        if (_written > _flushed)
        {
            var from = _flushed;
            _flushed = _written;
            sink.OnOutput(_window.AsSpan(from, _written - from));
        }
    }
}
