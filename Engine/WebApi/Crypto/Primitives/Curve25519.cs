using Org.BouncyCastle.Math.EC.Rfc7748;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace PureEdge.Engine.WebApi.Crypto.Primitives;

/// <summary>Ed25519 (RFC 8032) and X25519 (RFC 7748), which .NET does not have. All keys have 32 bytes.</summary>
internal static class Curve25519
{
    public const int KeyBytes = 32;
    public const int SignatureBytes = 64;

    // The y coordinates of the points of small order without the bit of the sign, also those that are not reduced.
    private static readonly byte[][] SmallOrder =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ];

    public static byte[] Ed25519PublicKey(byte[] privateKey)
    {
        var result = new byte[KeyBytes];
        Ed25519.GeneratePublicKey(privateKey, 0, result, 0);
        return result;
    }

    public static byte[] X25519PublicKey(byte[] privateKey)
    {
        var result = new byte[KeyBytes];
        X25519.GeneratePublicKey(privateKey, 0, result, 0);
        return result;
    }

    public static byte[] Sign(byte[] privateKey, byte[] publicKey, ReadOnlySpan<byte> data)
    {
        var result = new byte[SignatureBytes];
        var copy = data.ToArray();
        Ed25519.Sign(privateKey, 0, publicKey, 0, copy, 0, copy.Length, result, 0);
        return result;
    }

    public static bool Verify(byte[] publicKey, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> data)
    {
        if (signature.Length != SignatureBytes || IsOfSmallOrder(publicKey) || IsOfSmallOrder(signature[..KeyBytes]))
        {
            return false;
        }

        var copy = data.ToArray();
        return Ed25519.Verify(signature.ToArray(), 0, publicKey, 0, copy, 0, copy.Length);
    }

    /// <summary>The shared secret.</summary>
    /// <returns><see langword="null"/> when it is zero, which a public key of small order makes it.</returns>
    public static byte[]? Agree(byte[] privateKey, byte[] publicKey)
    {
        var result = new byte[KeyBytes];
        return X25519.CalculateAgreement(privateKey, 0, publicKey, 0, result, 0) ? result : null;
    }

    private static bool IsOfSmallOrder(ReadOnlySpan<byte> point)
    {
        foreach (var small in SmallOrder)
        {
            if (point[..^1].SequenceEqual(small.AsSpan(..^1)) && (point[^1] & 0x7f) == small[^1])
            {
                return true;
            }
        }

        return false;
    }
}
