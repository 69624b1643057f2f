namespace PureEdge.Engine.WebApi.Compression;

/// <summary>Reads the header before DEFLATE data, byte by byte.</summary>
/// <remarks>https://www.rfc-editor.org/rfc/rfc1950#section-2.2, https://www.rfc-editor.org/rfc/rfc1952#section-2.3</remarks>
internal sealed class FormatHeader(CompressionFormat format)
{
    private const int HasCrc = 2, HasExtra = 4, HasName = 8, HasComment = 16, Reserved = 0xE0;

    private int _count;
    private int _first;
    private int _flags;
    private int _extraLeft = -1;
    private int _crcLeft = 2;
    private uint _crc;
    private uint _wantedCrc;

    public bool IsDone { get; private set; } = format == CompressionFormat.DeflateRaw;

    /// <exception cref="InvalidDataException">It is no such header.</exception>
    public void Push(byte value)
    {
        if (format == CompressionFormat.Deflate)
        {
            PushZlib(value);
        }
        else
        {
            PushGzip(value);
        }

        _count++;
    }

    private static InvalidDataException Invalid(string what) => new($"The compressed data is not valid: {what}.");

    private void PushZlib(byte value)
    {
        if (_count == 0)
        {
            _first = value;
            return;
        }

        if ((_first & 15) != 8 || _first >> 4 > 7 || ((_first << 8) | value) % 31 != 0 || (value & 0x20) != 0)
        {
            throw Invalid("it does not begin like zlib data");
        }

        IsDone = true;
    }

    private void PushGzip(byte value)
    {
        if (_count < 10 || (_flags & (HasExtra | HasName | HasComment)) != 0)
        {
            _crc = Checksum.Crc32(_crc, [value]);
        }

        switch (_count)
        {
            case 0 when value != 0x1F:
            case 1 when value != 0x8B:
            case 2 when value != 8:
                throw Invalid("it does not begin like gzip data");
            case 3:
                _flags = value;
                if ((value & Reserved) != 0)
                {
                    throw Invalid("its header has unknown flags");
                }

                return;
            case < 9:
                return;
            case 9:
                break;
            default:
                PushOptional(value);
                break;
        }

        IsDone = (_flags & (HasCrc | HasExtra | HasName | HasComment)) == 0;
    }

    private void PushOptional(byte value)
    {
        if ((_flags & HasExtra) != 0)
        {
            if (_extraLeft < 0)
            {
                // Two bytes of length: the first is kept as its complement, which is negative.
                _extraLeft = _extraLeft == -1 ? -2 - value : (-2 - _extraLeft) | (value << 8);
            }
            else
            {
                _extraLeft--;
            }

            if (_extraLeft == 0)
            {
                _flags &= ~HasExtra;
            }
        }
        else if ((_flags & HasName) != 0)
        {
            _flags &= value == 0 ? ~HasName : ~0;
        }
        else if ((_flags & HasComment) != 0)
        {
            _flags &= value == 0 ? ~HasComment : ~0;
        }
        else
        {
            _wantedCrc = (_wantedCrc >> 8) | ((uint)value << 8);
            if (--_crcLeft == 0)
            {
                _flags &= ~HasCrc;
                if (_wantedCrc != (_crc & 0xFFFF))
                {
                    throw Invalid("the checksum of its header is wrong");
                }
            }
        }
    }
}
