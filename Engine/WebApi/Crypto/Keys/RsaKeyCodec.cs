using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace PureEdge.Engine.WebApi.Crypto.Keys;

/// <summary>RSA keys as SubjectPublicKeyInfo, PrivateKeyInfo (RFC 8017, A.1) and JSON Web Key (RFC 7518, 6.3), and as .NET has them.</summary>
internal static class RsaKeyCodec
{
    public const int MinBits = 256;
    public const int MaxBits = 8192;
    public const int MaxPrivateBits = 4096;
    private const int MaxExponentBytes = 5;
    private const string Oid = "1.2.840.113549.1.1.1";

    // NULL, which stands where parameters would.
    private static readonly byte[] NoParameters = [5, 0];
    private static readonly byte[] VersionOfTwoPrimes = [0];

    public static RsaMaterial ReadPublic(ReadOnlyMemory<byte> spki)
    {
        var envelope = RequireOid(KeyEnvelope.ReadPublic(spki));
        return Check(KeyEnvelope.Read(envelope.Key, "RSAPublicKey", static sequence =>
        {
            var material = new RsaMaterial(Number(sequence), Number(sequence), null);
            sequence.ThrowIfNotEmpty();
            return material;
        }));
    }

    public static RsaMaterial ReadPrivate(ReadOnlyMemory<byte> pkcs8)
    {
        var envelope = RequireOid(KeyEnvelope.ReadPrivate(pkcs8));
        return Check(KeyEnvelope.Read(envelope.Key, "RSAPrivateKey", static sequence =>
        {
            // Version 1 has more than two primes.
            if (!sequence.TryReadInt32(out var version) || version != 0)
            {
                throw new AsnContentException();
            }

            var (modulus, exponent) = (Number(sequence), Number(sequence));
            var numbers = new RsaPrivateNumbers(
                Number(sequence), Number(sequence), Number(sequence), Number(sequence), Number(sequence), Number(sequence));
            sequence.ThrowIfNotEmpty();
            return new RsaMaterial(modulus, exponent, numbers);
        }));
    }

    public static RsaMaterial Read(JsonWebKey jwk)
    {
        if (!jwk.IsPrivate)
        {
            return Check(new RsaMaterial(jwk.Number("n"), jwk.Number("e"), null));
        }

        if (jwk.HasOtherPrimes)
        {
            throw CryptoException.NotSupportedError("RSA keys of more than two primes are not supported.");
        }

        return Check(new RsaMaterial(
            jwk.Number("n"), jwk.Number("e"), new(jwk.Number("d"), jwk.Number("p"), jwk.Number("q"), jwk.Number("dp"), jwk.Number("dq"), jwk.Number("qi"))));
    }

    public static byte[] WritePublic(RsaMaterial key) =>
        new KeyEnvelope(Oid, NoParameters, Sequence(key.Modulus, key.Exponent)).WritePublic();

    public static byte[] WritePrivate(RsaMaterial key)
    {
        var own = key.Private!;
        return new KeyEnvelope(Oid, NoParameters, Sequence(
            VersionOfTwoPrimes, key.Modulus, key.Exponent, own.Exponent, own.Prime1, own.Prime2, own.Exponent1, own.Exponent2, own.Coefficient)).WritePrivate();
    }

    public static void Write(RsaMaterial key, JsonWebKey jwk)
    {
        jwk.Set("n", key.Modulus);
        jwk.Set("e", key.Exponent);
        if (key.Private is { } own)
        {
            jwk.Set("d", own.Exponent);
            jwk.Set("p", own.Prime1);
            jwk.Set("q", own.Prime2);
            jwk.Set("dp", own.Exponent1);
            jwk.Set("dq", own.Exponent2);
            jwk.Set("qi", own.Coefficient);
        }
    }

    public static RsaMaterial FromPlatform(RSAParameters parameters) => new(
        Trimmed(parameters.Modulus),
        Trimmed(parameters.Exponent),
        new(Trimmed(parameters.D), Trimmed(parameters.P), Trimmed(parameters.Q), Trimmed(parameters.DP), Trimmed(parameters.DQ), Trimmed(parameters.InverseQ)));

    /// <summary>The platform's form, in which each number has its full length.</summary>
    public static RSAParameters ToPlatform(RsaMaterial key)
    {
        var result = new RSAParameters { Modulus = key.Modulus, Exponent = key.Exponent };
        if (key.Private is { } own)
        {
            var half = (key.Modulus.Length + 1) / 2;
            result.D = Padded(own.Exponent, key.Modulus.Length);
            result.P = Padded(own.Prime1, half);
            result.Q = Padded(own.Prime2, half);
            result.DP = Padded(own.Exponent1, half);
            result.DQ = Padded(own.Exponent2, half);
            result.InverseQ = Padded(own.Coefficient, half);
        }

        return result;
    }

    // Numbers that do not belong together would be the platform's to find out, one way or another.
    private static RsaMaterial Check(RsaMaterial key)
    {
        var most = key.Private is null ? MaxBits : MaxPrivateBits;
        if (key.Bits < MinBits || key.Bits > most || key.Exponent.Length > MaxExponentBytes || key.Exponent is [] or [1] || (key.Exponent[^1] & key.Modulus[^1] & 1) == 0)
        {
            throw CryptoException.DataError(
                $"An RSA key must have an odd modulus of {MinBits} to {MaxBits} bits (a private one {MaxPrivateBits}) and an odd exponent from 3 of at most {MaxExponentBytes} bytes.");
        }

        if (key.Private is not { } own)
        {
            return key;
        }

        var half = (key.Modulus.Length + 1) / 2;
        if (own.Exponent.Length > key.Modulus.Length
            || ((byte[][])[own.Prime1, own.Prime2, own.Exponent1, own.Exponent2, own.Coefficient]).Any(number => number.Length == 0 || number.Length > half))
        {
            throw Inconsistent();
        }

        var (p, q, d, e) = (Number(own.Prime1), Number(own.Prime2), Number(own.Exponent), Number(key.Exponent));
        return p * q == Number(key.Modulus) && !p.IsOne && !q.IsOne
            && e * d % (p - 1) == 1 && e * d % (q - 1) == 1
            && Number(own.Exponent1) == d % (p - 1) && Number(own.Exponent2) == d % (q - 1)
            && Number(own.Coefficient) < p && Number(own.Coefficient) * q % p == 1
                ? key
                : throw Inconsistent();
    }

    private static CryptoException Inconsistent() => CryptoException.DataError("The numbers of the RSA key do not belong together.");

    private static KeyEnvelope RequireOid(KeyEnvelope envelope) => envelope.Oid == Oid
        ? envelope
        : throw CryptoException.DataError($"The key is of algorithm {envelope.Oid}; it must be of {Oid} (RSA).");

    private static byte[] Sequence(params ReadOnlySpan<byte[]> numbers)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var number in numbers)
            {
                writer.WriteIntegerUnsigned(number);
            }
        }

        return writer.Encode();
    }

    private static byte[] Number(AsnReader reader)
    {
        var bytes = reader.ReadIntegerBytes().Span;
        return (bytes[0] & 0x80) == 0 ? bytes.TrimStart((byte)0).ToArray() : throw new AsnContentException();
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Trimmed(byte[]? bytes) => bytes.AsSpan().TrimStart((byte)0).ToArray();

    private static byte[] Padded(byte[] number, int length)
    {
        var result = new byte[length];
        number.CopyTo(result, length - number.Length);
        return result;
    }
}
