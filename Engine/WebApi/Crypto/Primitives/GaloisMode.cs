using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PureEdge.Engine.WebApi.Crypto.Primitives;

/// <summary>
/// AES-GCM (NIST SP 800-38D) with nonces and tags of any length: the platform takes nonces of 12 bytes and tags of 12 to 16, and does
/// those itself.
/// </summary>
internal static class GaloisMode
{
    private const int BlockBytes = CounterMode.BlockBytes;
    private const int PlatformNonceBytes = 12;
    private const int PlatformTagBytes = 12;

    /// <summary>Whether the platform does it, which is much faster.</summary>
    public static bool IsOfPlatform(int nonceBytes, int tagBytes) => nonceBytes == PlatformNonceBytes && tagBytes >= PlatformTagBytes;

    /// <summary>Encrypts.</summary>
    /// <param name="key">Of 16, 24 or 32 bytes.</param>
    /// <param name="nonce">Of at least a byte.</param>
    /// <param name="additional">Protected, and not encrypted.</param>
    /// <param name="plain">The data.</param>
    /// <param name="output">As long as the data.</param>
    /// <param name="tag">Of 4 to 16 bytes.</param>
    public static void Encrypt(byte[] key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> plain, Span<byte> output, Span<byte> tag)
    {
        if (IsOfPlatform(nonce.Length, tag.Length))
        {
            using var platform = new AesGcm(key, tag.Length);
            platform.Encrypt(nonce, plain, output, tag, additional);
            return;
        }

        using var aes = Aes.Create();
        aes.Key = key;
        Span<byte> counter = stackalloc byte[BlockBytes];
        var hashKey = HashKey(aes);
        FirstCounter(hashKey, nonce, counter);
        Apply(aes, counter, plain, output);
        Tag(aes, hashKey, counter, additional, output, tag);
    }

    /// <summary>Decrypts what <see cref="Encrypt"/> made.</summary>
    /// <returns><see langword="false"/>, and no data, when the tag is another one.</returns>
    public static bool TryDecrypt(byte[] key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> tag, Span<byte> output)
    {
        if (IsOfPlatform(nonce.Length, tag.Length))
        {
            using var platform = new AesGcm(key, tag.Length);
            try
            {
                platform.Decrypt(nonce, cipher, tag, output, additional);
                return true;
            }
            catch (AuthenticationTagMismatchException)
            {
                return false;
            }
        }

        using var aes = Aes.Create();
        aes.Key = key;
        Span<byte> counter = stackalloc byte[BlockBytes];
        Span<byte> expected = stackalloc byte[tag.Length];
        var hashKey = HashKey(aes);
        FirstCounter(hashKey, nonce, counter);
        Tag(aes, hashKey, counter, additional, cipher, expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, tag))
        {
            return false;
        }

        Apply(aes, counter, cipher, output);
        return true;
    }

    /// <summary>The counter block of the first block of data, for who encrypts it in parts (<see cref="CounterMode"/> of 32 bits).</summary>
    /// <param name="key">Of 16, 24 or 32 bytes.</param>
    /// <param name="nonce">Of at least a byte.</param>
    /// <param name="counter">Of 16 bytes.</param>
    public static void Start(byte[] key, ReadOnlySpan<byte> nonce, Span<byte> counter)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        FirstCounter(HashKey(aes), nonce, counter);
        Advance(counter);
    }

    private static UInt128 HashKey(Aes aes)
    {
        Span<byte> block = stackalloc byte[BlockBytes];
        block.Clear();
        aes.EncryptEcb(block, block, PaddingMode.None);
        return BinaryPrimitives.ReadUInt128BigEndian(block);
    }

    private static void FirstCounter(UInt128 hashKey, ReadOnlySpan<byte> nonce, Span<byte> counter)
    {
        if (nonce.Length == PlatformNonceBytes)
        {
            nonce.CopyTo(counter);
            BinaryPrimitives.WriteUInt32BigEndian(counter[PlatformNonceBytes..], 1);
            return;
        }

        var hash = Absorb(hashKey, UInt128.Zero, nonce);
        BinaryPrimitives.WriteUInt128BigEndian(counter, Multiply(hash ^ ((UInt128)(ulong)nonce.Length * 8), hashKey));
    }

    // The data begins with the counter after the first, which encrypts the tag.
    private static void Apply(Aes aes, ReadOnlySpan<byte> first, ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<byte> counter = stackalloc byte[BlockBytes];
        first.CopyTo(counter);
        Advance(counter);
        CounterMode.Apply(aes, counter, 32, input, output);
    }

    private static void Advance(Span<byte> counter)
    {
        var last = counter[(BlockBytes - sizeof(uint))..];
        BinaryPrimitives.WriteUInt32BigEndian(last, unchecked(BinaryPrimitives.ReadUInt32BigEndian(last) + 1));
    }

    private static void Tag(Aes aes, UInt128 hashKey, ReadOnlySpan<byte> counter, ReadOnlySpan<byte> additional, ReadOnlySpan<byte> cipher, Span<byte> tag)
    {
        var hash = Absorb(hashKey, Absorb(hashKey, UInt128.Zero, additional), cipher);
        hash = Multiply(hash ^ new UInt128((ulong)additional.Length * 8, (ulong)cipher.Length * 8), hashKey);
        Span<byte> block = stackalloc byte[BlockBytes];
        aes.EncryptEcb(counter, block, PaddingMode.None);
        BinaryPrimitives.WriteUInt128BigEndian(block, BinaryPrimitives.ReadUInt128BigEndian(block) ^ hash);
        block[..tag.Length].CopyTo(tag);
    }

    /// <summary>GHASH over data that is filled up with zeros to whole blocks.</summary>
    private static UInt128 Absorb(UInt128 hashKey, UInt128 hash, ReadOnlySpan<byte> data)
    {
        Span<byte> last = stackalloc byte[BlockBytes];
        for (; data.Length >= BlockBytes; data = data[BlockBytes..])
        {
            hash = Multiply(hash ^ BinaryPrimitives.ReadUInt128BigEndian(data), hashKey);
        }

        if (data.IsEmpty)
        {
            return hash;
        }

        last.Clear();
        data.CopyTo(last);
        return Multiply(hash ^ BinaryPrimitives.ReadUInt128BigEndian(last), hashKey);
    }

    // Without branches and tables, so that its time says nothing of the key.
    private static UInt128 Multiply(UInt128 x, UInt128 y)
    {
        var polynomial = (UInt128)0xe1 << 120;
        var product = UInt128.Zero;
        for (var bit = 127; bit >= 0; bit--)
        {
            product ^= y & (UInt128.Zero - ((x >> bit) & UInt128.One));
            y = (y >> 1) ^ (polynomial & (UInt128.Zero - (y & UInt128.One)));
        }

        return product;
    }
}
