using System.Buffers.Binary;

namespace PureEdge.Storage.Embedded;

/// <summary>An entry as the bytes of a record: version 8, flags 1, then what the flags announce, metadata with its length, value.</summary>
internal static class EntryCodec
{
    private const byte HasExpiry = 1;
    private const byte HasDue = 2;
    private const byte HasBlob = 4;

    public static byte[] Encode(EntryWrite write, long version)
    {
        var kind = write.Due is { } due ? CommitRules.Kind(due.Kind) : null;
        var flags = (write.ExpiresAt is null ? 0 : HasExpiry) | (kind is null ? 0 : HasDue) | (write.Blob is null ? 0 : HasBlob);
        var bytes = new byte[8 + 1 + (write.ExpiresAt is null ? 0 : 8) + (kind is null ? 0 : 9 + kind.Length) + (write.Blob is null ? 0 : 40)
            + 2 + write.Metadata.Length + write.Value.Length];
        var writer = new Writer(bytes);
        writer.Long(version);
        writer.Byte((byte)flags);
        if (write.ExpiresAt is { } expires)
        {
            writer.Long(expires.ToUnixTimeMilliseconds());
        }

        if (kind is not null)
        {
            writer.Byte((byte)kind.Length);
            writer.Bytes(kind);
            writer.Long(write.Due!.Value.At.ToUnixTimeMilliseconds());
        }

        if (write.Blob is { } blob)
        {
            writer.Bytes(blob.Hash.ToBytes());
            writer.Long(blob.Length);
        }

        writer.Short((ushort)write.Metadata.Length);
        writer.Bytes(write.Metadata.Span);
        writer.Bytes(write.Value.Span);
        return bytes;
    }

    /// <summary>Reads an entry. Its value and metadata are parts of <paramref name="bytes"/>, which nobody may change.</summary>
    /// <exception cref="InvalidDataException">The bytes are no entry.</exception>
    public static StoredEntry Decode(StoreKey key, byte[] bytes, bool withValue = true)
    {
        var reader = new Reader(bytes);
        var entry = new StoredEntry(key, reader.Long());
        var flags = reader.Byte();
        if ((flags & HasExpiry) != 0)
        {
            entry = entry with { ExpiresAt = Time(reader.Long()) };
        }

        if ((flags & HasDue) != 0)
        {
            var kind = RecordKeys.Text(reader.Bytes(reader.Byte()).ToArray());
            entry = entry with { Due = new DueMark(kind, Time(reader.Long())) };
        }

        if ((flags & HasBlob) != 0)
        {
            var hash = BlobHash.Of(reader.Bytes(32).Span);
            entry = entry with { Blob = new BlobReference(hash, reader.Long()) };
        }

        entry = entry with { Metadata = reader.Bytes(reader.Short()) };
        return withValue ? entry with { Value = reader.Rest } : entry;
    }

    /// <exception cref="InvalidDataException">No clock shows such a time.</exception>
    public static DateTimeOffset Time(long milliseconds) =>
        milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new InvalidDataException($"{milliseconds} is no time.");

    private ref struct Writer(Span<byte> bytes)
    {
        private Span<byte> _rest = bytes;

        public void Byte(byte value)
        {
            _rest[0] = value;
            _rest = _rest[1..];
        }

        public void Short(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_rest, value);
            _rest = _rest[2..];
        }

        public void Long(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_rest, value);
            _rest = _rest[8..];
        }

        public void Bytes(ReadOnlySpan<byte> value)
        {
            value.CopyTo(_rest);
            _rest = _rest[value.Length..];
        }
    }

    private struct Reader(ReadOnlyMemory<byte> bytes)
    {
        public ReadOnlyMemory<byte> Rest { get; private set; } = bytes;

        public byte Byte() => Bytes(1).Span[0];

        public ushort Short() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2).Span);

        public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8).Span);

        public ReadOnlyMemory<byte> Bytes(int count)
        {
            if (Rest.Length < count)
            {
                throw new InvalidDataException("The record of an entry is too short.");
            }

            var taken = Rest[..count];
            Rest = Rest[count..];
            return taken;
        }
    }
}
