namespace PureEdge.Engine.WebApi.Crypto.Keys;

/// <summary>The key itself, as bytes in managed memory: the platform's objects are made for each operation. Immutable.</summary>
internal abstract class KeyMaterial;

internal sealed class SecretMaterial(byte[] bytes) : KeyMaterial
{
    public byte[] Bytes => bytes;
}

/// <summary>An RSA key; numbers are big-endian without leading zeros.</summary>
internal sealed class RsaMaterial(byte[] modulus, byte[] exponent, RsaPrivateNumbers? privateNumbers) : KeyMaterial
{
    public byte[] Modulus => modulus;

    public byte[] Exponent => exponent;

    public RsaPrivateNumbers? Private => privateNumbers;

    public int Bits => modulus.Length == 0 ? 0 : (modulus.Length * 8) - byte.LeadingZeroCount(modulus[0]);
}

/// <summary>The private numbers of an RSA key, as RFC 8017 names them (d, p, q, dP, dQ, qInv).</summary>
internal sealed record RsaPrivateNumbers(byte[] Exponent, byte[] Prime1, byte[] Prime2, byte[] Exponent1, byte[] Exponent2, byte[] Coefficient);

/// <summary>A key on a curve of NIST: the point is 4 and the two coordinates.</summary>
internal sealed class EcMaterial(NamedCurve curve, byte[] point, byte[]? scalar) : KeyMaterial
{
    // By name, since all isolates share the curve itself.
    private readonly string _curve = curve.Name;

    public NamedCurve Curve => NamedCurve.Find(_curve)!;

    public byte[] Point => point;

    public byte[]? Scalar => scalar;
}

/// <summary>A key of Ed25519 or X25519, of 32 bytes each.</summary>
internal sealed class OkpMaterial(byte[] publicKey, byte[]? privateKey) : KeyMaterial
{
    public byte[] PublicKey => publicKey;

    public byte[]? PrivateKey => privateKey;
}
