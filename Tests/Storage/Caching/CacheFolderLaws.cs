using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using PureEdge.Storage.Caching;

namespace PureEdge.Storage.Tests.Caching;

/// <summary>Whatever is done to a cache: its bounds hold, on the disk too, and what is found is what was put last.</summary>
public sealed class CacheFolderLaws
{
    private const long MaxBytes = 200_000;
    private const long MaxGroupBytes = 100_000;

    [Property(MaxTest = 40)]
    public async Task Bounds_hold_and_what_is_found_was_put_last((byte Group, byte Key, byte Variant, byte Kind, ushort Size)[] steps)
    {
        using var folder = new TemporaryFolder();
        var clock = new FakeTimeProvider();
        var options = new CacheFolderOptions { Directory = folder.FullName, MaxBytes = MaxBytes, MaxGroupBytes = MaxGroupBytes, MaxItems = 20, MinFreeBytes = 0, Clock = clock };
        var cache = new CacheFolder(options);
        Dictionary<(string Group, int Key, int Variant), (byte[] Body, long ExpiresAt)> latest = [];
        try
        {
            foreach (var (g, k, v, kind, size) in steps)
            {
                var (group, key, variant) = ($"g{g % 4}", k % 5, v % 3);
                switch (kind % 12)
                {
                    case 0:
                        await cache.DeleteAsync(group, (UInt128)key, default);
                        Forget(entry => entry.Group == group && entry.Key == key);
                        break;
                    case 1:
                        await cache.ForgetAsync(group, default);
                        Forget(entry => entry.Group == group);
                        break;
                    case 2:
                        clock.Advance(TimeSpan.FromMilliseconds(size));
                        break;
                    case 3:
                        await cache.DisposeAsync();
                        cache = new CacheFolder(options);
                        break;
                    default:
                        var body = new byte[size];
                        new Random(size).NextBytes(body);
                        var expires = clock.GetUtcNow().ToUnixTimeMilliseconds() + 1 + (size * 2);
                        latest[(group, key, variant)] = (body, expires);
                        await cache.PutAsync(group, (UInt128)key, (ulong)variant, expires, new byte[] { (byte)variant }, body, default);
                        break;
                }

                Assert.InRange(cache.Bytes, 0, MaxBytes);
                await VerifyAsync(group, key);
            }

            for (var group = 0; group < 4; group++)
            {
                for (var key = 0; key < 5; key++)
                {
                    await VerifyAsync($"g{group}", key);
                }
            }

            var files = Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories);
            Assert.InRange(files.Length, 0, 20);
            Assert.InRange(files.Sum(static file => new FileInfo(file).Length), 0, MaxBytes);
            Assert.Equal(cache.Bytes, files.Sum(static file => ((new FileInfo(file).Length / 4096) + 1) * 4096));
        }
        finally
        {
            await cache.DisposeAsync();
        }

        void Forget(Func<(string Group, int Key, int Variant), bool> which)
        {
            foreach (var entry in latest.Keys.Where(which).ToList())
            {
                latest.Remove(entry);
            }
        }

        async Task VerifyAsync(string group, int key)
        {
            foreach (var item in await cache.FindAsync(group, (UInt128)key, default))
            {
                var content = await cache.ReadAsync(item, static (_, _) => true, default);
                Assert.NotNull(content);
                var (body, expires) = latest[(group, key, content.Head.Span[0])];
                Assert.True(content.Body.Span.SequenceEqual(body));
                Assert.Equal(expires, item.ExpiresAt);
                Assert.True(expires > clock.GetUtcNow().ToUnixTimeMilliseconds());
            }
        }
    }

    [Fact]
    public async Task What_fails_on_the_disk_is_told_once_and_is_a_miss()
    {
        using var folder = new TemporaryFolder();
        List<string> notices = [];
        var free = long.MaxValue;
        await using var cache = new CacheFolder(new()
        {
            Directory = folder.FullName, MaxBytes = MaxBytes, MaxGroupBytes = MaxGroupBytes, OnNotice = notices.Add, FreeBytes = _ => free > 0 ? free : throw new IOException("no disk"),
        });
        Assert.NotNull(await PutAsync(1));
        free = 0;
        Assert.Null(await PutAsync(2));
        Assert.Null(await PutAsync(3));
        Assert.Contains("cannot use the disk: no disk", Assert.Single(notices), StringComparison.Ordinal);
        Assert.Single(await cache.FindAsync("g", 1, default));
        Assert.Empty(await cache.FindAsync("g", 2, default));
        Assert.Equal(4096, cache.Bytes);
        free = long.MaxValue;
        Assert.NotNull(await PutAsync(2));

        async Task<CacheItem?> PutAsync(int key) => await cache.PutAsync("g", (UInt128)key, 0, long.MaxValue, default, new byte[100], default);
    }

    [Fact]
    public async Task Of_a_group_that_was_forgotten_for_good_nothing_stays()
    {
        using var folder = new TemporaryFolder();
        var isThere = true;
        var options = new CacheFolderOptions { Directory = folder.FullName, MaxBytes = MaxBytes, MaxGroupBytes = MaxGroupBytes, MinFreeBytes = 0, KeepsFor = group => group != "g" || isThere };
        await using (var cache = new CacheFolder(options))
        {
            // While many are being written.
            var puts = Enumerable.Range(0, 40).Select(i => cache.PutAsync("g", (UInt128)i, 0, long.MaxValue, default, new byte[2000], default).AsTask()).ToArray();
            isThere = false;
            await cache.ForgetAsync("g", default);
            await Task.WhenAll(puts);
            Assert.Null(await cache.PutAsync("g", 1, 0, long.MaxValue, default, new byte[100], default));
            Assert.Equal(0, cache.Bytes);
            Assert.Empty(Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories));
            Assert.NotNull(await cache.PutAsync("other", 1, 0, long.MaxValue, default, new byte[100], default));
            Assert.NotNull(await cache.PutAsync("another", 1, 0, long.MaxValue, default, new byte[100], default));
        }

        await using (var cache = new CacheFolder(options))
        {
            cache.ForgetOthers(["another"]);
            Assert.Empty(await cache.FindAsync("other", 1, default));
            Assert.Single(await cache.FindAsync("another", 1, default));
            Assert.Single(Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories));
            Assert.Equal(4096, cache.Bytes);
        }
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_refused_by_its_name()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", "");
        var e = Assert.Throws<StorageException>(() => new CacheFolder(new() { Directory = file, MaxBytes = 1, MaxGroupBytes = 1 }));
        Assert.Equal("data_unwritable", e.Code);
        Assert.Contains($"'{file}'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_cache_refuses_what_comes_later()
    {
        using var folder = new TemporaryFolder();
        var cache = new CacheFolder(new() { Directory = folder.FullName, MaxBytes = MaxBytes, MaxGroupBytes = MaxGroupBytes, MinFreeBytes = 0 });
        await cache.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await cache.PutAsync("g", 1, 0, long.MaxValue, default, default, default));
    }
}
