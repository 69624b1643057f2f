using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PureEdge.Engine.WebApi.Crypto.Primitives;

/// <summary>AES in counter mode (NIST SP 800-38A, 6.5), of which .NET has only the block cipher.</summary>
internal static class CounterMode
{
    public const int BlockBytes = 16;
    private const int BlocksAtOnce = 64;

    /// <summary>Encrypts or decrypts, which is the same.</summary>
    /// <param name="aes">The cipher with its key.</param>
    /// <param name="counter">The first counter block, of 16 bytes.</param>
    /// <param name="counterBits">How many bits at its end count, 1 to 128; the others stay.</param>
    /// <param name="input">The data.</param>
    /// <param name="output">As long as the data.</param>
    public static void Apply(Aes aes, ReadOnlySpan<byte> counter, int counterBits, ReadOnlySpan<byte> input, Span<byte> output)
    {
        var mask = counterBits == 128 ? UInt128.MaxValue : (UInt128.One << counterBits) - 1;
        var start = BinaryPrimitives.ReadUInt128BigEndian(counter);
        var (kept, count) = (start & ~mask, start & mask);
        Span<byte> stream = stackalloc byte[BlocksAtOnce * BlockBytes];
        for (var done = 0; done < input.Length;)
        {
            var length = Math.Min(stream.Length, input.Length - done);
            var used = stream[..((length + BlockBytes - 1) / BlockBytes * BlockBytes)];
            for (var at = 0; at < used.Length; at += BlockBytes)
            {
                BinaryPrimitives.WriteUInt128BigEndian(used[at..], kept | count);
                count = (count + 1) & mask;
            }

            aes.EncryptEcb(used, used, PaddingMode.None);
            for (var i = 0; i < length; i++)
            {
                output[done + i] = (byte)(input[done + i] ^ used[i]);
            }

            done += length;
        }
    }
}
