using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureEdge.Engine.WebApi.Compression;

namespace PureEdge.Engine.Tests.WebApi.Compression;

public class DecompressorLaws
{
    private static readonly CompressionFormat[] Formats = [CompressionFormat.Deflate, CompressionFormat.DeflateRaw, CompressionFormat.Gzip];

    // Bytes with repetitions, so that there are long matches, and with all values, so that there are stored blocks.
    private static readonly Gen<byte[]> Contents =
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from length in Gen.Frequency((4, Gen.Choose(1, 300)), (1, Gen.Choose(1, 200_000)))
        from kinds in Gen.Elements(1, 2, 5, 60, 256)
        select Bytes(seed, length, kinds);

    [Property(MaxTest = 150)]
    public Property What_DotNet_compresses_comes_back_however_it_is_cut() => Prop.ForAll(
        Contents.ToArbitrary(), Gen.Elements(Formats).ToArbitrary(), Gen.Elements(CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.SmallestSize).ToArbitrary(),
        (content, format, level) =>
        {
            var compressed = Compress(content, format, level);
            return Decompress(compressed, format, 1).AsSpan().SequenceEqual(content)
                && Decompress(compressed, format, 7).AsSpan().SequenceEqual(content)
                && Decompress(compressed, format, int.MaxValue).AsSpan().SequenceEqual(content);
        });

    [Property(MaxTest = 300)]
    public Property Damaged_data_is_refused_or_gives_bytes_and_nothing_else_happens() => Prop.ForAll(
        Contents.ToArbitrary(), Gen.Elements(Formats).ToArbitrary(), Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
        (content, format, seed) =>
        {
            var compressed = Compress(content.AsSpan(0, Math.Min(content.Length, 2_000)), format, CompressionLevel.Optimal);
            var random = new System.Random(seed);
            for (var i = random.Next(1, 4); i > 0 && compressed.Length > 0; i--)
            {
                compressed[random.Next(compressed.Length)] ^= (byte)(1 << random.Next(8));
            }

            return Record.Exception(() => Decompress(compressed, format, random.Next(1, 50))) is null or InvalidDataException;
        });

    [Property(MaxTest = 100)]
    public Property Every_beginning_ends_too_early_and_every_end_has_nothing_after_it() => Prop.ForAll(
        Contents.ToArbitrary(), Gen.Elements(Formats).ToArbitrary(),
        (content, format) =>
        {
            var compressed = Compress(content.AsSpan(0, Math.Min(content.Length, 300)), format, CompressionLevel.Optimal);
            for (var length = 0; length < compressed.Length; length++)
            {
                if (Record.Exception(() => Decompress(compressed[..length], format, 100)) is not InvalidDataException)
                {
                    return false;
                }
            }

            return Record.Exception(() => Decompress([.. compressed, 0], format, 100)) is InvalidDataException;
        });

    [Fact]
    public void A_gzip_header_may_have_every_optional_field()
    {
        byte[] plain = Compress("text"u8, CompressionFormat.Gzip, CompressionLevel.Optimal);
        byte[] header = [0x1F, 0x8B, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 0xFF, 3, 0, 1, 2, 3, (byte)'n', 0, (byte)'c', 0];
        var crc = Checksum.Crc32(0, header);
        byte[] full = [.. header, (byte)crc, (byte)(crc >> 8), .. plain.AsSpan(10)];

        Assert.Equal("text"u8.ToArray(), Decompress(full, CompressionFormat.Gzip, 1));
        full[header.Length] ^= 1;
        Assert.Throws<InvalidDataException>(() => Decompress(full, CompressionFormat.Gzip, 100));
    }

    [Fact]
    public void An_extra_field_of_no_length_is_none()
    {
        byte[] plain = Compress("text"u8, CompressionFormat.Gzip, CompressionLevel.Optimal);
        Assert.Equal("text"u8.ToArray(), Decompress([0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 0xFF, 0, 0, .. plain.AsSpan(10)], CompressionFormat.Gzip, 1));
    }

    private static byte[] Bytes(int seed, int length, int kinds)
    {
        var random = new System.Random(seed);
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)random.Next(kinds);
        }

        return bytes;
    }

    private static byte[] Compress(ReadOnlySpan<byte> content, CompressionFormat format, CompressionLevel level)
    {
        using var output = new MemoryStream();
        using (Stream stream = format switch
        {
            CompressionFormat.Deflate => new ZLibStream(output, level, leaveOpen: true),
            CompressionFormat.Gzip => new GZipStream(output, level, leaveOpen: true),
            _ => new DeflateStream(output, level, leaveOpen: true),
        })
        {
            stream.Write(content);
        }

        return output.ToArray();
    }

    private static byte[] Decompress(byte[] compressed, CompressionFormat format, int pieceLength)
    {
        var sink = new Sink();
        var decompressor = new Decompressor(format, sink);
        for (var at = 0; at < compressed.Length;)
        {
            var length = Math.Min(pieceLength, compressed.Length - at);
            decompressor.Push(compressed.AsSpan(at, length));
            at += length;
        }

        decompressor.Finish();
        return sink.Output.ToArray();
    }

    private sealed class Sink : IInflateSink
    {
        public MemoryStream Output { get; } = new();

        public void OnBlock()
        {
        }

        public void OnOutput(ReadOnlySpan<byte> bytes) => Output.Write(bytes);
    }
}
