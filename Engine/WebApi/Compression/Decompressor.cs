using System.Buffers.Binary;

namespace PureEdge.Engine.WebApi.Compression;

/// <summary>Decodes one of the formats of the Compression standard as it arrives: exactly one member, and nothing after it unless told so.</summary>
/// <remarks>Owned by the isolate's turn. https://compression.spec.whatwg.org/#decompress-and-enqueue-a-chunk</remarks>
internal sealed class Decompressor(CompressionFormat format, IInflateSink sink, bool leavesRest = false) : IInflateSink
{
    /// <summary>Bytes that one takes at most, half of them from the beginning.</summary>
    public const int MostBytes = 1 << 16;

    private readonly FormatHeader _header = new(format);
    private readonly Inflater _inflater = new();
    private readonly byte[] _trailer = new byte[format switch { CompressionFormat.Deflate => 4, CompressionFormat.Gzip => 8, _ => 0 }];
    private int _trailerLength;
    private uint _checksum = format == CompressionFormat.Deflate ? 1u : 0;
    private uint _length;

    /// <summary>Whether the end has been read.</summary>
    public bool IsDone => _inflater.IsDone && _trailerLength == _trailer.Length;

    /// <summary>Of the last input what follows the end, for one that leaves it.</summary>
    public byte[] Rest { get; private set; } = [];

    /// <exception cref="InvalidDataException">It is not of the format.</exception>
    public void Push(ReadOnlySpan<byte> input)
    {
        while (!_header.IsDone && !input.IsEmpty)
        {
            _header.Push(input[0]);
            input = input[1..];
        }

        if (input.IsEmpty)
        {
            return;
        }

        if (!_inflater.IsDone)
        {
            _inflater.Push(input, this);
            if (!_inflater.IsDone)
            {
                return;
            }

            input = _inflater.Unread;
        }

        if (input.Length > _trailer.Length - _trailerLength)
        {
            if (leavesRest)
            {
                Rest = input[(_trailer.Length - _trailerLength)..].ToArray();
                input = input[..^Rest.Length];
            }
            else
            {
                throw new InvalidDataException("The compressed data is followed by something else.");
            }
        }

        input.CopyTo(_trailer.AsSpan(_trailerLength));
        _trailerLength += input.Length;
        if (_trailerLength == _trailer.Length)
        {
            CheckTrailer();
        }
    }

    /// <summary>Says that there is no more input.</summary>
    /// <exception cref="InvalidDataException">Something is missing.</exception>
    public void Finish()
    {
        if (!_inflater.IsDone || _trailerLength < _trailer.Length)
        {
            throw new InvalidDataException("The compressed data ends too early.");
        }
    }

    void IInflateSink.OnBlock() => sink.OnBlock();

    void IInflateSink.OnOutput(ReadOnlySpan<byte> bytes)
    {
        _length += (uint)bytes.Length;
        _checksum = format switch
        {
            CompressionFormat.Deflate => Checksum.Adler32(_checksum, bytes),
            CompressionFormat.Gzip => Checksum.Crc32(_checksum, bytes),
            _ => 0,
        };
        sink.OnOutput(bytes);
    }

    private void CheckTrailer()
    {
        var isRight = format switch
        {
            CompressionFormat.Deflate => BinaryPrimitives.ReadUInt32BigEndian(_trailer) == _checksum,
            CompressionFormat.Gzip => BinaryPrimitives.ReadUInt32LittleEndian(_trailer) == _checksum && BinaryPrimitives.ReadUInt32LittleEndian(_trailer.AsSpan(4)) == _length,
            _ => true,
        };
        if (!isRight)
        {
            throw new InvalidDataException("The checksum of the compressed data is wrong.");
        }
    }
}
