using System.Formats.Asn1;

namespace PureEdge.Engine.WebApi.Crypto.Keys;

/// <summary>SubjectPublicKeyInfo (RFC 5280, 4.1.2.7) and PrivateKeyInfo (RFC 5208; RFC 5958) around the bytes of a key.</summary>
/// <param name="Oid">The object identifier of the algorithm.</param>
/// <param name="Parameters">What follows it, encoded; empty when there is nothing.</param>
/// <param name="Key">The key in the form of the algorithm.</param>
internal sealed record KeyEnvelope(string Oid, ReadOnlyMemory<byte> Parameters, ReadOnlyMemory<byte> Key)
{
    /// <summary>The longest envelope that is read: keys of 8192 bits in all their numbers have five kilobytes.</summary>
    public const int MaxBytes = 16_384;

    private static readonly Asn1Tag Attributes = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag PublicKey = new(TagClass.ContextSpecific, 1);

    public static KeyEnvelope ReadPublic(ReadOnlyMemory<byte> bytes) => Read(bytes, "SubjectPublicKeyInfo", static sequence =>
    {
        var (oid, parameters) = ReadAlgorithm(sequence);
        var key = sequence.ReadBitString(out var unused);
        sequence.ThrowIfNotEmpty();
        return unused == 0 ? new KeyEnvelope(oid, parameters, key) : throw new AsnContentException();
    });

    public static KeyEnvelope ReadPrivate(ReadOnlyMemory<byte> bytes) => Read(bytes, "PrivateKeyInfo", static sequence =>
    {
        if (!sequence.TryReadInt32(out var version) || version is not (0 or 1))
        {
            throw new AsnContentException();
        }

        var (oid, parameters) = ReadAlgorithm(sequence);
        var key = sequence.ReadOctetString();
        if (sequence.HasData && sequence.PeekTag() == Attributes)
        {
            sequence.ReadEncodedValue();
        }

        if (version == 1 && sequence.HasData && sequence.PeekTag().HasSameClassAndValue(PublicKey))
        {
            sequence.ReadEncodedValue();
        }

        sequence.ThrowIfNotEmpty();
        return new KeyEnvelope(oid, parameters, key);
    });

    public byte[] WritePublic()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteAlgorithm(writer);
            writer.WriteBitString(Key.Span);
        }

        return writer.Encode();
    }

    public byte[] WritePrivate()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            WriteAlgorithm(writer);
            writer.WriteOctetString(Key.Span);
        }

        return writer.Encode();
    }

    /// <summary>Reads one SEQUENCE that is all of <paramref name="bytes"/>; a DataError when anything in it is not as expected.</summary>
    public static T Read<T>(ReadOnlyMemory<byte> bytes, string what, Func<AsnReader, T> read)
    {
        if (bytes.Length > MaxBytes)
        {
            throw CryptoException.DataError($"A key of {bytes.Length} bytes; at most {MaxBytes} are read.");
        }

        try
        {
            var reader = new AsnReader(bytes, AsnEncodingRules.DER);
            var sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            return read(sequence);
        }
        catch (AsnContentException)
        {
            throw CryptoException.DataError($"The key data is not a valid {what}.");
        }
    }

    private static (string Oid, ReadOnlyMemory<byte> Parameters) ReadAlgorithm(AsnReader reader)
    {
        var algorithm = reader.ReadSequence();
        var oid = algorithm.ReadObjectIdentifier();
        var parameters = algorithm.HasData ? algorithm.ReadEncodedValue() : default;
        algorithm.ThrowIfNotEmpty();
        return (oid, parameters);
    }

    private void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oid);
            if (!Parameters.IsEmpty)
            {
                writer.WriteEncodedValue(Parameters.Span);
            }
        }
    }
}
