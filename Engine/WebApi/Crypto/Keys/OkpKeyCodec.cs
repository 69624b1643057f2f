using System.Formats.Asn1;

namespace PureEdge.Engine.WebApi.Crypto.Keys;

/// <summary>Keys of Ed25519 and X25519 as bytes, SubjectPublicKeyInfo and PrivateKeyInfo (RFC 8410) and JSON Web Key (RFC 8037).</summary>
/// <param name="curve">The name of the curve.</param>
/// <param name="oid">Its object identifier.</param>
/// <param name="publicKeyOf">The public key of a private one.</param>
internal sealed class OkpKeyCodec(string curve, string oid, Func<byte[], byte[]> publicKeyOf)
{
    public OkpMaterial ReadRaw(ReadOnlySpan<byte> key) => new(Check(key.ToArray()), null);

    public OkpMaterial ReadPublic(ReadOnlyMemory<byte> spki) => ReadRaw(Require(KeyEnvelope.ReadPublic(spki)).Key.Span);

    public OkpMaterial ReadPrivate(ReadOnlyMemory<byte> pkcs8)
    {
        var envelope = Require(KeyEnvelope.ReadPrivate(pkcs8));
        try
        {
            var reader = new AsnReader(envelope.Key, AsnEncodingRules.DER);
            var key = reader.ReadOctetString();
            reader.ThrowIfNotEmpty();
            return WithPrivate(Check(key), null);
        }
        catch (AsnContentException)
        {
            throw CryptoException.DataError($"The key data is not a private key of {curve}.");
        }
    }

    public OkpMaterial Read(JsonWebKey jwk)
    {
        if (jwk["crv"] != curve)
        {
            throw JsonWebKey.Misfit($"it needs crv '{curve}'.");
        }

        var publicKey = Check(jwk.Bytes("x"));
        return jwk.IsPrivate ? WithPrivate(Check(jwk.Bytes("d")), publicKey) : new(publicKey, null);
    }

    public OkpMaterial FromPrivate(byte[] privateKey) => WithPrivate(privateKey, null);

    public byte[] WritePublic(OkpMaterial key) => new KeyEnvelope(oid, default, key.PublicKey).WritePublic();

    public byte[] WritePrivate(OkpMaterial key)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(key.PrivateKey);
        return new KeyEnvelope(oid, default, writer.Encode()).WritePrivate();
    }

    public void Write(OkpMaterial key, JsonWebKey jwk)
    {
        jwk["crv"] = curve;
        jwk.Set("x", key.PublicKey);
        if (key.PrivateKey is { } own)
        {
            jwk.Set("d", own);
        }
    }

    private OkpMaterial WithPrivate(byte[] privateKey, byte[]? expected)
    {
        var publicKey = publicKeyOf(privateKey);
        return expected is null || expected.AsSpan().SequenceEqual(publicKey)
            ? new(publicKey, privateKey)
            : throw CryptoException.DataError("The public key does not belong to the private one.");
    }

    private byte[] Check(byte[] key) => key.Length == Primitives.Curve25519.KeyBytes
        ? key
        : throw CryptoException.DataError($"A key of {key.Length} bytes; keys of {curve} have {Primitives.Curve25519.KeyBytes}.");

    private KeyEnvelope Require(KeyEnvelope envelope) => envelope.Oid == oid && envelope.Parameters.IsEmpty
        ? envelope
        : throw CryptoException.DataError($"The key is of algorithm {envelope.Oid}; it must be of {oid} ({curve}), without parameters.");
}
