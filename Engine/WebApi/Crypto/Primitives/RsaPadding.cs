using System.Buffers.Binary;
using System.Security.Cryptography;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Crypto.Primitives;

/// <summary>RSA-PSS with a salt of any length and RSA-OAEP with a label (RFC 8017, 8.1 and 7.1), which .NET does not have.</summary>
internal static class RsaPadding
{
    private const byte Trailer = 0xbc;

    /// <summary>A PSS signature of a hash.</summary>
    /// <returns><see langword="null"/> when the key is too short for hash and salt, or is none.</returns>
    public static byte[]? SignPss(RsaMaterial key, string hash, int saltBytes, ReadOnlySpan<byte> digest)
    {
        var block = PssBlock(key, out var bits);
        var unused = block.Length - digest.Length - saltBytes - 2;
        if (unused < 0)
        {
            return null;
        }

        var salt = RandomNumberGenerator.GetBytes(saltBytes);
        var masked = block[..^(digest.Length + 1)];
        var check = PssHash(hash, digest, salt);
        masked[unused] = 1;
        salt.CopyTo(masked[(unused + 1)..]);
        Mask(hash, check, masked);
        masked[0] &= (byte)(0xff >> ((8 * block.Length) - bits));
        check.CopyTo(block[masked.Length..]);
        block[^1] = Trailer;
        return RawRsa.Private(key, block);
    }

    /// <summary>Whether a PSS signature is one of a hash, with a salt of a length, or of any for <see langword="null"/>.</summary>
    public static bool VerifyPss(RsaMaterial key, string hash, int? saltBytes, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> digest)
    {
        var block = PssBlock(key, out var bits);
        var unused = block.Length - digest.Length - (saltBytes ?? 0) - 2;
        if (unused < 0 || RawRsa.Public(key, signature) is not { } opened || opened.AsSpan(..^block.Length).ContainsAnyExcept((byte)0))
        {
            return false;
        }

        opened.AsSpan(^block.Length..).CopyTo(block);
        var masked = block[..^(digest.Length + 1)];
        var check = block[masked.Length..^1];
        var outside = (8 * block.Length) - bits;
        if (block[^1] != Trailer || (masked[0] & ~(0xff >> outside)) != 0)
        {
            return false;
        }

        Mask(hash, check, masked);
        masked[0] &= (byte)(0xff >> outside);
        if (saltBytes is null)
        {
            unused = Math.Max(0, masked.IndexOfAnyExcept((byte)0));
        }

        return !masked[..unused].ContainsAnyExcept((byte)0) && masked[unused] == 1
            && check.SequenceEqual(PssHash(hash, digest, masked[(unused + 1)..]));
    }

    /// <summary>Encrypts a message that fits.</summary>
    /// <returns><see langword="null"/> when the key is none.</returns>
    public static byte[]? EncryptOaep(RsaMaterial key, string hash, ReadOnlySpan<byte> label, ReadOnlySpan<byte> message)
    {
        var hashBytes = Digests.Bytes(hash);
        var block = new byte[key.Modulus.Length];
        var seed = block.AsSpan(1, hashBytes);
        var data = block.AsSpan(1 + hashBytes);
        RandomNumberGenerator.Fill(seed);
        Digests.Hash(hash, label).CopyTo(data);
        data[^(message.Length + 1)] = 1;
        message.CopyTo(data[^message.Length..]);
        Mask(hash, seed, data);
        Mask(hash, data, seed);
        return RawRsa.Public(key, block);
    }

    /// <summary>Decrypts data as long as the modulus.</summary>
    /// <returns><see langword="null"/> when it was not encrypted with this key, hash and label; the time does not say which.</returns>
    public static byte[]? DecryptOaep(RsaMaterial key, string hash, ReadOnlySpan<byte> label, ReadOnlySpan<byte> encrypted)
    {
        var hashBytes = Digests.Bytes(hash);
        if (key.Modulus.Length < (2 * hashBytes) + 2 || RawRsa.Private(key, encrypted) is not { } block)
        {
            return null;
        }

        var seed = block.AsSpan(1, hashBytes);
        var data = block.AsSpan(1 + hashBytes);
        Mask(hash, data, seed);
        Mask(hash, seed, data);
        var wrong = (int)block[0];
        var labelHash = Digests.Hash(hash, label);
        for (var i = 0; i < hashBytes; i++)
        {
            wrong |= data[i] ^ labelHash[i];
        }

        // All bytes are looked at: zeros up to the first that is not, which must be 1.
        var (start, searching) = (0, -1);
        for (var i = hashBytes; i < data.Length; i++)
        {
            var isZero = (data[i] - 1) >> 31;
            var isOne = ((data[i] ^ 1) - 1) >> 31;
            wrong |= searching & ~isZero & ~isOne;
            start |= searching & isOne & (i + 1);
            searching &= isZero;
        }

        return (wrong | searching) == 0 ? data[start..].ToArray() : null;
    }

    // One bit less than the modulus, so that the number is below it.
    private static Span<byte> PssBlock(RsaMaterial key, out int bits)
    {
        bits = key.Bits - 1;
        return new byte[(bits + 7) / 8];
    }

    private static byte[] PssHash(string hash, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> salt) =>
        Digests.Hash(hash, [0, 0, 0, 0, 0, 0, 0, 0, .. digest, .. salt]);

    /// <summary>MGF1 (RFC 8017, B.2.1), added to the data.</summary>
    private static void Mask(string hash, ReadOnlySpan<byte> seed, Span<byte> data)
    {
        var input = new byte[seed.Length + sizeof(uint)];
        seed.CopyTo(input);
        for (uint counter = 0; !data.IsEmpty; counter++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(input.AsSpan(seed.Length), counter);
            var mask = Digests.Hash(hash, input);
            var length = Math.Min(mask.Length, data.Length);
            for (var i = 0; i < length; i++)
            {
                data[i] ^= mask[i];
            }

            data = data[length..];
        }
    }
}
