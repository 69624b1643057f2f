using PureEdge.Engine.WebApi.Crypto.Algorithms;
using PureEdge.Engine.WebApi.Crypto.Keys;
using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>A key of <c>node:crypto</c>, which belongs to no algorithm until it is used. Immutable.</summary>
/// <param name="Type">Whether it is secret, public or private.</param>
/// <param name="Kind">"rsa", "ec", "ed25519" or "x25519"; empty for a secret one.</param>
/// <param name="Material">The key itself.</param>
internal sealed record NodeKey(KeyType Type, string Kind, KeyMaterial Material)
{
    public static OkpKeyCodec Ed25519 { get; } = new("Ed25519", "1.3.101.112", static key => Curve25519.Ed25519PublicKey(key));

    public static OkpKeyCodec X25519 { get; } = new("X25519", "1.3.101.110", static key => Curve25519.X25519PublicKey(key));

    public RsaMaterial Rsa => (RsaMaterial)Material;

    public EcMaterial Ec => (EcMaterial)Material;

    public OkpMaterial Okp => (OkpMaterial)Material;

    /// <summary>What one operation on a curve costs, and reading a key of it.</summary>
    public int Fuel => Kind == "ec" ? Ec.Curve.Fuel : 1_000;

    public static NodeKey Of(RsaMaterial rsa) => new(rsa.Private is null ? KeyType.Public : KeyType.Private, "rsa", rsa);

    public static NodeKey Of(EcMaterial ec) => new(ec.Scalar is null ? KeyType.Public : KeyType.Private, "ec", ec);

    public static NodeKey Of(string kind, OkpMaterial okp) => new(okp.PrivateKey is null ? KeyType.Public : KeyType.Private, kind, okp);

    /// <summary>The key of a CryptoKey.</summary>
    public static NodeKey Of(KeyHandle key) => new(key.Type, key.Material switch
    {
        RsaMaterial => "rsa",
        EcMaterial => "ec",
        OkpMaterial => key.Algorithm.Name.ToLowerInvariant(),
        _ => "",
    }, key.Material);

    /// <summary>The public key of a private one.</summary>
    public NodeKey Public() => Material switch
    {
        RsaMaterial rsa => Of(new RsaMaterial(rsa.Modulus, rsa.Exponent, null)),
        EcMaterial ec => Of(new EcMaterial(ec.Curve, ec.Point, null)),
        _ => Of(Kind, new OkpMaterial(Okp.PublicKey, null)),
    };

    /// <summary>The key as one of an algorithm of Web Cryptography, whose work is the same.</summary>
    public KeyHandle As(string algorithm, string? hash = null) => new(Type, new KeyAlgorithm(algorithm) { Hash = hash }, Material, true, KeyUsages.None);

    /// <summary>What OpenSSL calls the curve.</summary>
    public static string CurveName(NamedCurve curve) => curve.Name switch
    {
        "P-256" => "prime256v1",
        "P-384" => "secp384r1",
        _ => "secp521r1",
    };

    /// <summary>A curve by any of its names.</summary>
    public static NamedCurve? FindCurve(string name) => name switch
    {
        "prime256v1" or "secp256r1" or "P-256" => NamedCurve.Find("P-256"),
        "secp384r1" or "P-384" => NamedCurve.Find("P-384"),
        "secp521r1" or "P-521" => NamedCurve.Find("P-521"),
        _ => null,
    };
}
