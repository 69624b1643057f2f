using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace PureEdge.Engine.WebApi.Crypto.Primitives;

/// <summary>The hash functions by their registered names (https://w3c.github.io/webcrypto/#sha-registration; MD5 is an addition of Workers).</summary>
[SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The standard has SHA-1; the worker decides.")]
[SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "Workers have MD5 for old protocols; the worker decides.")]
internal static class Digests
{
    public const string Md5 = "MD5";

    public static byte[] Hash(string name, ReadOnlySpan<byte> data) => name switch
    {
        "SHA-1" => SHA1.HashData(data),
        "SHA-256" => SHA256.HashData(data),
        "SHA-384" => SHA384.HashData(data),
        "SHA-512" => SHA512.HashData(data),
        _ => MD5.HashData(data),
    };

    public static byte[] Hmac(string name, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) => name switch
    {
        "SHA-1" => HMACSHA1.HashData(key, data),
        "SHA-256" => HMACSHA256.HashData(key, data),
        "SHA-384" => HMACSHA384.HashData(key, data),
        _ => HMACSHA512.HashData(key, data),
    };

    /// <summary>What .NET calls the hash.</summary>
    public static HashAlgorithmName PlatformName(string name) => name switch
    {
        "SHA-1" => HashAlgorithmName.SHA1,
        "SHA-256" => HashAlgorithmName.SHA256,
        "SHA-384" => HashAlgorithmName.SHA384,
        "SHA-512" => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.MD5,
    };

    /// <summary>The length of a hash in bytes.</summary>
    public static int Bytes(string name) => name switch
    {
        "SHA-1" => 20,
        "SHA-256" => 32,
        "SHA-384" => 48,
        "SHA-512" => 64,
        _ => 16,
    };

    /// <summary>The block size of a hash, which is the length of a generated HMAC key.</summary>
    public static int BlockBits(string name) => name is "SHA-384" or "SHA-512" ? 1024 : 512;
}
