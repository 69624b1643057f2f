using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>All algorithms by name (https://w3c.github.io/webcrypto/#algorithm-registry); MD5 is an addition of Workers.</summary>
internal static class AlgorithmRegistry
{
    private static readonly CryptoAlgorithm[] Known =
    [
        new DigestAlgorithm("SHA-1"), new DigestAlgorithm("SHA-256"), new DigestAlgorithm("SHA-384"), new DigestAlgorithm("SHA-512"), new DigestAlgorithm(Digests.Md5),
        new HmacAlgorithm(),
        new AesCbcAlgorithm(), new AesCtrAlgorithm(), new AesGcmAlgorithm(), new AesKwAlgorithm(),
        new RsaSignatureAlgorithm("RSASSA-PKCS1-v1_5", "RS"), new RsaPssAlgorithm(), new RsaOaepAlgorithm(),
        new EcdsaAlgorithm(), new EcdhAlgorithm(),
        new Ed25519Algorithm(), new X25519Algorithm(),
        new HkdfAlgorithm(), new Pbkdf2Algorithm(),
    ];

    /// <summary>The algorithm of a name, compared without regard to case, that has the operation.</summary>
    public static CryptoAlgorithm? Find(string name, CryptoOperations operation) =>
        Array.Find(Known, known => known.Supports(operation) && known.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The algorithm of a key.</summary>
    public static CryptoAlgorithm Get(string name) => Array.Find(Known, known => known.Name == name)!;
}
