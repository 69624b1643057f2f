using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Utilities;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>Hash functions by the names that OpenSSL gives them. Managed code, so that the state can be copied and lies in memory that is counted.</summary>
internal static class NodeDigest
{
    public static string[] Names { get; } =
    [
        "RSA-MD5", "RSA-RIPEMD160", "RSA-SHA1", "RSA-SHA224", "RSA-SHA256", "RSA-SHA384", "RSA-SHA512", "blake2b512", "blake2s256", "md5", "ripemd160", "sha1",
        "sha224", "sha256", "sha3-224", "sha3-256", "sha3-384", "sha3-512", "sha384", "sha512", "sha512-224", "sha512-256",
    ];

    /// <returns><see langword="null"/> when there is none of the name.</returns>
    public static IDigest? Create(string name)
    {
        if (name.Length > 20)
        {
            return null;
        }

        var lower = name.ToLowerInvariant();
        return (lower.StartsWith("rsa-", StringComparison.Ordinal) ? lower[4..] : lower) switch
        {
            "md5" => new MD5Digest(),
            "sha1" or "sha-1" => new Sha1Digest(),
            "sha224" or "sha-224" => new Sha224Digest(),
            "sha256" or "sha-256" => new Sha256Digest(),
            "sha384" or "sha-384" => new Sha384Digest(),
            "sha512" or "sha-512" => new Sha512Digest(),
            "sha512-224" => new Sha512tDigest(224),
            "sha512-256" => new Sha512tDigest(256),
            "sha3-224" => new Sha3Digest(224),
            "sha3-256" => new Sha3Digest(256),
            "sha3-384" => new Sha3Digest(384),
            "sha3-512" => new Sha3Digest(512),
            "ripemd160" or "ripemd" or "rmd160" => new RipeMD160Digest(),
            "blake2b512" => new Blake2bDigest(512),
            "blake2s256" => new Blake2sDigest(256),
            _ => null,
        };
    }

    public static IDigest Copy(IDigest digest) => digest switch
    {
        IMemoable memoable => (IDigest)memoable.Copy(),
        Blake2bDigest blake => new Blake2bDigest(blake),
        Blake2sDigest blake => new Blake2sDigest(blake),
        _ => throw new InvalidOperationException(digest.AlgorithmName),
    };
}
