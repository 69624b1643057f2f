using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PureEdge.Engine.WebApi.Crypto.Primitives;

/// <summary>AES key wrap (RFC 3394), which .NET has only in the form with padding (RFC 5649).</summary>
internal static class AesKeyWrap
{
    public const int HalfBytes = 8;
    private const int Rounds = 6;
    private const ulong InitialValue = 0xa6a6a6a6a6a6a6a6;

    /// <summary>Wraps data of a multiple of 8 bytes, at least 16.</summary>
    public static byte[] Wrap(byte[] key, ReadOnlySpan<byte> data)
    {
        using var aes = Cipher(key);
        using var transform = aes.CreateEncryptor();
        var halves = data.Length / HalfBytes;
        var result = new byte[data.Length + HalfBytes];
        data.CopyTo(result.AsSpan(HalfBytes));
        var block = new byte[2 * HalfBytes];
        var check = InitialValue;
        for (var step = 1; step <= Rounds * halves; step++)
        {
            var half = Half(result, (step - 1) % halves);
            BinaryPrimitives.WriteUInt64BigEndian(block, check);
            half.CopyTo(block.AsSpan(HalfBytes));
            transform.TransformBlock(block, 0, block.Length, block, 0);
            check = BinaryPrimitives.ReadUInt64BigEndian(block) ^ (ulong)step;
            block.AsSpan(HalfBytes).CopyTo(half);
        }

        BinaryPrimitives.WriteUInt64BigEndian(result, check);
        return result;
    }

    /// <summary>Unwraps data of a multiple of 8 bytes, at least 24.</summary>
    /// <returns><see langword="null"/> when the data was not wrapped with this key.</returns>
    public static byte[]? Unwrap(byte[] key, ReadOnlySpan<byte> data)
    {
        using var aes = Cipher(key);
        using var transform = aes.CreateDecryptor();
        var halves = (data.Length / HalfBytes) - 1;
        var work = data.ToArray();
        var block = new byte[2 * HalfBytes];
        var check = BinaryPrimitives.ReadUInt64BigEndian(data);
        for (var step = Rounds * halves; step >= 1; step--)
        {
            var half = Half(work, (step - 1) % halves);
            BinaryPrimitives.WriteUInt64BigEndian(block, check ^ (ulong)step);
            half.CopyTo(block.AsSpan(HalfBytes));
            transform.TransformBlock(block, 0, block.Length, block, 0);
            check = BinaryPrimitives.ReadUInt64BigEndian(block);
            block.AsSpan(HalfBytes).CopyTo(half);
        }

        return check == InitialValue ? work[HalfBytes..] : null;
    }

    private static Span<byte> Half(byte[] work, int index) => work.AsSpan((index + 1) * HalfBytes, HalfBytes);

    private static Aes Cipher(byte[] key)
    {
        var aes = Aes.Create();
        aes.Key = key;
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        return aes;
    }
}
