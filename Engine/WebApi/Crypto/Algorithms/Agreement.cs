using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>What ECDH and X25519 have in common.</summary>
internal static class Agreement
{
    /// <summary>The public key of the parameters, of the same algorithm as the private one.</summary>
    public static KeyHandle CheckKeys(KeyHandle key, AlgorithmParameters parameters)
    {
        key.Require(KeyType.Private);
        var other = parameters.PublicKey!;
        other.Require(KeyType.Public);
        return other.Algorithm.Name == key.Algorithm.Name
            ? other
            : throw CryptoException.InvalidAccessError($"The public key is one of {other.Algorithm.Name}; it must be one of {key.Algorithm.Name}.");
    }

    /// <summary>The first bits of a secret; the rest of the last byte is zero.</summary>
    public static byte[] Take(byte[] secret, long? length)
    {
        if (length is not { } bits)
        {
            return secret;
        }

        if (bits > secret.Length * 8L)
        {
            throw CryptoException.OperationError($"A length of {bits} bits; the secret has {secret.Length * 8}.");
        }

        var result = secret[..(int)((bits + 7) / 8)];
        if (bits % 8 != 0)
        {
            result[^1] &= (byte)(0xff << (int)(8 - (bits % 8)));
        }

        return result;
    }
}
