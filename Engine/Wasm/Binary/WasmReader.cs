using System.Buffers.Binary;
using System.Text;

namespace PureEdge.Wasm.Binary;

/// <summary>Reads the primitives of the binary format, and never past the end of what it was given.</summary>
/// <remarks>https://webassembly.github.io/spec/core/binary/values.html</remarks>
internal ref struct WasmReader(ReadOnlySpan<byte> bytes, int start, int end)
{
    private static readonly UTF8Encoding s_utf8 = new(false, true);

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; } = start;

    public int End { get; } = end;

    public readonly bool IsAtEnd => Position >= End;

    public readonly int Remaining => End - Position;

    public readonly WasmFormatException Malformed(string message) => new(WasmErrorKind.Malformed, Position, message);

    public readonly WasmFormatException Invalid(string message) => new(WasmErrorKind.Invalid, Position, message);

    public readonly WasmFormatException Unsupported(string message) => new(WasmErrorKind.Unsupported, Position, message);

    public readonly WasmFormatException Exceeded(string message) => new(WasmErrorKind.LimitExceeded, Position, message);

    public readonly byte Peek() => Position < End ? _bytes[Position] : throw Malformed("unexpected end");

    public byte Byte()
    {
        if (Position >= End)
        {
            throw Malformed("unexpected end");
        }

        return _bytes[Position++];
    }

    public uint U32()
    {
        uint result = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = Byte();
            if (shift == 28 && b > 0x0F)
            {
                throw Malformed((b & 0x80) != 0 ? "integer representation too long" : "integer too large");
            }

            result |= (uint)(b & 0x7F) << shift;
            if ((b & 0x80) == 0)
            {
                return result;
            }
        }
    }

    public int S32() => (int)Signed(32);

    public long S33() => Signed(33);

    public long S64() => Signed(64);

    public uint Bits32()
    {
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));
        return bits;
    }

    public ulong Bits64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > End - Position)
        {
            throw Malformed("unexpected end of section or function");
        }

        var result = _bytes.Slice(Position, count);
        Position += count;
        return result;
    }

    public ReadOnlySpan<byte> Bytes(uint count) => count > int.MaxValue ? throw Malformed("unexpected end of section or function") : Bytes((int)count);

    /// <summary>How many items follow, each at least so many bytes long.</summary>
    public int Count(int most, string what, int itemBytes = 1)
    {
        var count = U32();
        if (count > most)
        {
            throw Exceeded($"{count} {what}: at most {most} are allowed");
        }

        if (count * (long)itemBytes > Remaining)
        {
            throw Malformed("unexpected end of section or function");
        }

        return (int)count;
    }

    public string Name()
    {
        var length = U32();
        if (length > Remaining)
        {
            throw Malformed("unexpected end of section or function");
        }

        var at = Position;
        try
        {
            return s_utf8.GetString(Bytes((int)length));
        }
        catch (DecoderFallbackException)
        {
            throw new WasmFormatException(WasmErrorKind.Malformed, at, "malformed UTF-8 encoding");
        }
    }

    public WasmType ValueType()
    {
        var b = Byte();
        return b switch
        {
            0x7F or 0x7E or 0x7D or 0x7C or 0x7B or 0x70 or 0x6F or 0x69 => (WasmType)b,
            0x63 or 0x64 or (>= 0x68 and <= 0x74) => throw Unsupported($"value type 0x{b:x2} of the proposals function references and GC is not supported"),
            _ => throw Malformed($"malformed value type 0x{b:x2}"),
        };
    }

    public WasmType ReferenceType()
    {
        var type = ValueType();
        return type.IsReference() ? type : throw Malformed("malformed reference type");
    }

    private long Signed(int bits)
    {
        long result = 0;
        var last = (bits - 1) / 7 * 7;
        for (var shift = 0; ; shift += 7)
        {
            var b = Byte();
            if (shift == last)
            {
                if ((b & 0x80) != 0)
                {
                    throw Malformed("integer representation too long");
                }

                // The bits beyond the type repeat its sign.
                var used = bits - last;
                var rest = (sbyte)(b << 1) >> 1 >> (used - 1);
                if (rest is not (0 or -1))
                {
                    throw Malformed("integer too large");
                }
            }

            result |= (long)(b & 0x7F) << shift;
            if ((b & 0x80) == 0)
            {
                var read = shift + 7;
                return read < 64 && (b & 0x40) != 0 ? result | (-1L << read) : result;
            }
        }
    }
}
