namespace PureEdge.Storage.Tests;

/// <summary>
/// Damages every file of a store that was killed, one at a time. The store opens and all of it is right, or it refuses (at once, or
/// when the damaged part is read) with the name of the file. It never answers wrongly.
/// </summary>
public sealed class DamageTests
{
    [Fact]
    public async Task A_flipped_bit_or_a_cut_in_any_file_is_harmless_or_refused_by_its_name()
    {
        await using var provider = new TreeProvider();
        var probe = new KilledProbe(provider.Directory);
        await probe.RunAsync(0, 400);
        var random = new Random(5);
        var files = Directory.EnumerateFiles(provider.Directory, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(provider.Directory, file)).Where(file => file != "lock").Order().ToList();
        // Of many blobs two are enough.
        files = [.. files.Where(file => !IsBlob(file)), .. files.Where(IsBlob).Take(2)];
        Assert.Contains(files, file => file.EndsWith(".data.z", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith(".wal", StringComparison.Ordinal));

        var (harmless, refused) = (0, 0);
        foreach (var file in files)
        {
            foreach (var (what, damage) in Damages((int)new FileInfo(Path.Combine(provider.Directory, file)).Length, random))
            {
                using var folder = new TemporaryFolder();
                Copy(provider.Directory, folder.FullName);
                var path = Path.Combine(folder.FullName, file);
                File.WriteAllBytes(path, damage(File.ReadAllBytes(path)));
                try
                {
                    await using var store = await EdgeStore.OpenAsync(new() { DataDirectory = folder.FullName, Clock = provider.Clock });
                    await probe.VerifyAsync(store);
                    harmless++;
                }
                catch (StorageException e)
                {
                    Assert.True(e.Code == "data_corrupt", $"{file}, {what}: {e.Code} {e.Message}");
                    var name = Path.GetFileName(file.EndsWith(".wal.tail", StringComparison.Ordinal) ? file[..^".tail".Length] : file);
                    Assert.True(e.Message.Contains(name, StringComparison.Ordinal), $"{file}, {what}: {e.Message}");
                    refused++;
                }
                catch (Exception e)
                {
                    Assert.Fail($"{file}, {what}: {e}");
                }
            }
        }

        Assert.True(harmless > 0 && refused > files.Count, $"{harmless} harmless, {refused} refused");
    }

    [Fact]
    public async Task A_missing_file_is_refused_by_its_name()
    {
        await using var provider = new TreeProvider();
        var probe = new KilledProbe(provider.Directory);
        await probe.RunAsync(0, 400);
        foreach (var file in Directory.EnumerateFiles(provider.Directory, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(provider.Directory, file)).ToList())
        {
            // The lock and the log's tail are made anew; a blob is missed by who reads it.
            if (file is "lock" || file.EndsWith(".tail", StringComparison.Ordinal) || IsBlob(file))
            {
                continue;
            }

            using var folder = new TemporaryFolder();
            Copy(provider.Directory, folder.FullName);
            File.Delete(Path.Combine(folder.FullName, file));
            try
            {
                await using var store = await EdgeStore.OpenAsync(new() { DataDirectory = folder.FullName, Clock = provider.Clock });
                await probe.VerifyAsync(store);
            }
            catch (StorageException e)
            {
                Assert.True(e.Code == "data_corrupt" && e.Message.Contains(folder.FullName, StringComparison.Ordinal), $"{file}: {e.Message}");
            }
            catch (Exception e)
            {
                Assert.Fail($"{file}: {e}");
            }
        }
    }

    [Fact]
    public async Task A_damaged_blob_is_refused_by_its_name_and_mended_by_putting_it_again()
    {
        await using var provider = new TreeProvider();
        await using var store = await provider.OpenAsync();
        var bytes = new byte[200_000];
        var blob = await store.PutBlobAsync(new MemoryStream(bytes), bytes.Length);
        var file = Path.Combine(provider.Directory, "blobs", blob.Hash.Hex[..2], blob.Hash.Hex);
        var damaged = await File.ReadAllBytesAsync(file);
        damaged[70_000] ^= 1;
        await File.WriteAllBytesAsync(file, damaged);

        await using (var stream = await store.OpenBlobAsync(blob.Hash))
        {
            var error = Assert.Throws<StorageException>(() => stream!.CopyTo(Stream.Null));
            Assert.Equal("data_corrupt", error.Code);
            Assert.Contains(file, error.Message, StringComparison.Ordinal);
        }

        // What is not damaged can still be read.
        await using (var stream = await store.OpenBlobAsync(blob.Hash, 140_000))
        {
            await stream!.CopyToAsync(Stream.Null);
        }

        await store.PutBlobAsync(new MemoryStream(bytes), bytes.Length);
        await using var mended = await store.OpenBlobAsync(blob.Hash);
        await mended!.CopyToAsync(Stream.Null);
    }

    private static IEnumerable<(string What, Func<byte[], byte[]> Damage)> Damages(int length, Random random)
    {
        if (length == 0)
        {
            yield break;
        }

        int[] flips = [0, length - 1, random.Next(length), random.Next(length), random.Next(length)];
        foreach (var at in flips)
        {
            var bit = (byte)(1 << random.Next(8));
            yield return ($"bit {bit} of byte {at} flipped", bytes =>
            {
                bytes[at] ^= bit;
                return bytes;
            });
        }

        foreach (var left in (int[])[0, length - 1, random.Next(length)])
        {
            yield return ($"cut to {left} of {length}", bytes => bytes[..left]);
        }
    }

    private static bool IsBlob(string file) => file.StartsWith("blobs", StringComparison.Ordinal);

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }
}
