using FsCheck.Xunit;
using PureEdge.Storage.Sealing;

namespace PureEdge.Storage.Tests.Sealing;

public sealed class SealedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.FullName, "file");

    public void Dispose() => _folder.Dispose();

    [Property(MaxTest = 60)]
    public void What_was_written_in_pieces_is_read_in_pieces(int seed)
    {
        var random = new Random(seed);
        var content = new byte[random.Next(200_000)];
        random.NextBytes(content);
        using (var file = SealedFile.Create(File))
        {
            for (var at = 0; at < content.Length;)
            {
                var piece = random.Next(1, 100_000);
                file.Write(content.AsSpan(at, Math.Min(piece, content.Length - at)), at);
                at += piece;
                if (random.Next(3) == 0)
                {
                    // A seal in between is undone by the next write.
                    file.Seal();
                }
            }

            file.Seal();
        }

        using var read = SealedFile.OpenRead(File);
        Assert.Equal(content.Length, read.Length);
        for (var i = 0; i < 20; i++)
        {
            var buffer = new byte[random.Next(150_000)];
            var offset = random.Next(content.Length + 10);
            var count = read.Read(buffer, offset);
            Assert.Equal(Math.Clamp(content.Length - offset, 0, buffer.Length), count);
            Assert.True(buffer.AsSpan(0, count).SequenceEqual(content.AsSpan(Math.Min(offset, content.Length), count)));
        }
    }

    [Property(MaxTest = 100)]
    public void Any_flipped_bit_and_any_cut_is_found(int seed)
    {
        var random = new Random(seed);
        var content = new byte[random.Next(150_000)];
        random.NextBytes(content);
        using (var file = SealedFile.Create(File))
        {
            file.Write(content, 0);
            file.Seal();
        }

        var bytes = System.IO.File.ReadAllBytes(File);
        if (random.Next(2) == 0)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }
        else
        {
            bytes = bytes[..random.Next(bytes.Length)];
        }

        System.IO.File.WriteAllBytes(File, bytes);
        var error = Assert.Throws<StorageException>(() => SealedFile.ReadAll(File));
        Assert.Equal("data_corrupt", error.Code);
        Assert.Contains(File, error.Message, StringComparison.Ordinal);
    }
}
