using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PureEdge.Engine.WebApi.Crypto.Keys;

/// <summary>
/// Keys of the curves of NIST as points, SubjectPublicKeyInfo (RFC 5480), PrivateKeyInfo (RFC 5915) and JSON Web Key (RFC 7518, 6.2).
/// </summary>
internal static class EcKeyCodec
{
    private const string Oid = "1.2.840.10045.2.1";

    private static readonly Asn1Tag Parameters = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag PublicKey = new(TagClass.ContextSpecific, 1, isConstructed: true);

    public static EcMaterial ReadPoint(NamedCurve curve, ReadOnlySpan<byte> encoded)
    {
        var point = curve.ReadPoint(encoded) ?? throw NoPoint(curve);
        try
        {
            // The platform looks whether it is on the curve.
            ECDsa.Create(curve.Parameters(point, null)).Dispose();
            return new EcMaterial(curve, point, null);
        }
        catch (CryptographicException)
        {
            throw NoPoint(curve);
        }
    }

    public static EcMaterial ReadPublic(NamedCurve curve, ReadOnlyMemory<byte> spki) => ReadPoint(curve, Require(curve, KeyEnvelope.ReadPublic(spki)).Key.Span);

    public static EcMaterial ReadPrivate(NamedCurve curve, ReadOnlyMemory<byte> pkcs8)
    {
        var envelope = Require(curve, KeyEnvelope.ReadPrivate(pkcs8));
        var (scalar, point) = KeyEnvelope.Read(envelope.Key, "ECPrivateKey", sequence =>
        {
            if (!sequence.TryReadInt32(out var version) || version != 1)
            {
                throw new AsnContentException();
            }

            var scalar = sequence.ReadOctetString();
            if (sequence.HasData && sequence.PeekTag() == Parameters)
            {
                var inner = sequence.ReadSequence(Parameters);
                if (inner.ReadObjectIdentifier() != curve.Oid)
                {
                    throw new AsnContentException();
                }

                inner.ThrowIfNotEmpty();
            }

            byte[]? point = null;
            if (sequence.HasData && sequence.PeekTag() == PublicKey)
            {
                var inner = sequence.ReadSequence(PublicKey);
                point = inner.ReadBitString(out _);
                inner.ThrowIfNotEmpty();
            }

            sequence.ThrowIfNotEmpty();
            return (scalar, point);
        });
        return WithScalar(curve, scalar, point is null ? null : curve.ReadPoint(point) ?? throw NoPoint(curve));
    }

    public static EcMaterial ReadScalar(NamedCurve curve, byte[] scalar) => WithScalar(curve, scalar, null);

    public static EcMaterial Read(NamedCurve curve, JsonWebKey jwk)
    {
        if (jwk["crv"] != curve.Name)
        {
            throw JsonWebKey.Misfit($"it needs crv '{curve.Name}'.");
        }

        var (x, y) = (jwk.Bytes("x"), jwk.Bytes("y"));
        if (x.Length != curve.Bytes || y.Length != curve.Bytes)
        {
            throw JsonWebKey.Misfit($"its coordinates must have {curve.Bytes} bytes.");
        }

        byte[] point = [4, .. x, .. y];
        return jwk.IsPrivate ? WithScalar(curve, jwk.Bytes("d"), point) : ReadPoint(curve, point);
    }

    public static byte[] WritePublic(EcMaterial key) => Envelope(key.Curve, key.Point).WritePublic();

    public static byte[] WritePrivate(EcMaterial key)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteOctetString(key.Scalar);
            using (writer.PushSequence(PublicKey))
            {
                writer.WriteBitString(key.Point);
            }
        }

        return Envelope(key.Curve, writer.Encode()).WritePrivate();
    }

    public static void Write(EcMaterial key, JsonWebKey jwk)
    {
        jwk["crv"] = key.Curve.Name;
        jwk.Set("x", key.Point.AsSpan(1, key.Curve.Bytes));
        jwk.Set("y", key.Point.AsSpan(1 + key.Curve.Bytes));
        if (key.Scalar is { } scalar)
        {
            jwk.Set("d", scalar);
        }
    }

    public static EcMaterial FromPlatform(NamedCurve curve, ECParameters parameters) => new(curve, [4, .. parameters.Q.X!, .. parameters.Q.Y!], parameters.D);

    // The point is computed from the scalar, so that the two belong together.
    private static EcMaterial WithScalar(NamedCurve curve, byte[] scalar, byte[]? point)
    {
        if (!curve.IsScalar(scalar))
        {
            throw CryptoException.DataError($"The private key is not a scalar of {curve.Name}, of {curve.Bytes} bytes.");
        }

        try
        {
            using var platform = ECDsa.Create(curve.Parameters(null, scalar));
            var key = FromPlatform(curve, platform.ExportParameters(true));
            return point is null || point.AsSpan().SequenceEqual(key.Point) ? key : throw CryptoException.DataError("The public key does not belong to the private one.");
        }
        catch (CryptographicException)
        {
            throw CryptoException.DataError($"The private key is not one of {curve.Name}.");
        }
    }

    private static KeyEnvelope Require(NamedCurve curve, KeyEnvelope envelope) => envelope.Oid == Oid && envelope.Parameters.Span.SequenceEqual(CurveOid(curve))
        ? envelope
        : throw CryptoException.DataError($"The key is not one of {curve.Name}.");

    private static KeyEnvelope Envelope(NamedCurve curve, byte[] key) => new(Oid, CurveOid(curve), key);

    private static byte[] CurveOid(NamedCurve curve)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(curve.Oid);
        return writer.Encode();
    }

    private static CryptoException NoPoint(NamedCurve curve) => CryptoException.DataError($"The public key is not a point of {curve.Name}.");
}
