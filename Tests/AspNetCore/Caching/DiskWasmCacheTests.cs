using System.Security.Cryptography;
using PureEdge.AspNetCore.Caching;
using PureEdge.Storage.Caching;

namespace PureEdge.AspNetCore.Tests.Caching;

/// <summary>Compiled modules on the disk: what is found was kept by whoever has the key, under that name, and is whole.</summary>
public sealed class DiskWasmCacheTests : IAsyncLifetime
{
    private static readonly byte[] s_key = RandomNumberGenerator.GetBytes(32);

    private readonly TemporaryFolder _folder = new();
    private DiskWasmCache? _cache;

    private string Directory => Path.Combine(_folder.FullName, "wasm");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await (_cache?.DisposeAsync() ?? default);
        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_kept_survives_and_the_latest_of_a_name_is_found()
    {
        var cache = await OpenAsync();
        Assert.Null(cache.Find("a"));
        cache.Keep("a", new byte[] { 1 });
        cache.Keep("a", new byte[] { 2, 3 });
        cache.Keep("b", new byte[200_000]);
        cache = await OpenAsync();
        Assert.Equal([2, 3], cache.Find("a")!.Value.ToArray());
        Assert.Equal(200_000, cache.Find("b")!.Value.Length);
        Assert.Null(cache.Find("A"));
        Assert.Equal(2, Files().Length);
    }

    [Fact]
    public async Task A_file_that_is_cut_or_has_a_flipped_bit_is_a_miss_and_can_be_kept_again()
    {
        var random = new Random(3);
        for (var round = 0; round < 40; round++)
        {
            var cache = await OpenAsync();
            cache.Keep("a", new byte[300]);
            await CloseAsync();
            var file = Assert.Single(Files());
            var bytes = await File.ReadAllBytesAsync(file);
            if (round % 2 == 0)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            await File.WriteAllBytesAsync(file, round % 2 == 0 ? bytes : bytes[..random.Next(bytes.Length)]);
            cache = await OpenAsync();
            Assert.Null(cache.Find("a"));
            cache.Keep("a", new byte[] { 5 });
            Assert.Equal([5], cache.Find("a")!.Value.ToArray());
        }
    }

    [Fact]
    public async Task What_was_kept_with_another_key_is_a_miss()
    {
        (await OpenAsync()).Keep("a", new byte[] { 1 });
        Assert.Null((await OpenAsync(RandomNumberGenerator.GetBytes(32))).Find("a"));
        Assert.NotNull((await OpenAsync()).Find("a"));
    }

    [Fact]
    public async Task Code_under_the_name_of_other_code_and_code_without_the_mark_are_misses_though_their_files_are_sound()
    {
        var (one, two) = (new byte[] { 1 }, new byte[] { 2 });
        (await OpenAsync()).Keep("one", one);
        (await OpenAsync()).Keep("two", two);
        await CloseAsync();
        byte[] mark;
        UInt128 number;
        await using (var folder = new CacheFolder(Options()))
        {
            // Whoever can write files knows their form, but not the key.
            var cache = new DiskWasmCache(Options() with { Directory = Path.Combine(_folder.FullName, "other") }, s_key);
            cache.Keep("one", one);
            await cache.DisposeAsync();
            var name = Path.GetFileName(Assert.Single(System.IO.Directory.GetFiles(Path.Combine(_folder.FullName, "other", Path.GetFileName(Path.GetDirectoryName(Files()[0]))!))));
            number = UInt128.Parse(name[..32], System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture);
            var item = (await folder.FindAsync("wasm", number, default)).Single();
            mark = (await folder.ReadAsync(item, static (_, _) => true, default))!.Head.ToArray();
            await folder.PutAsync("wasm", number, 0, long.MaxValue, mark, two, default);
        }

        Assert.Null((await OpenAsync()).Find("one"));
        await CloseAsync();
        await using (var folder = new CacheFolder(Options()))
        {
            await folder.PutAsync("wasm", number, 0, long.MaxValue, SHA256.HashData(one), one, default);
        }

        Assert.Null((await OpenAsync()).Find("one"));
        await CloseAsync();
        await using (var folder = new CacheFolder(Options()))
        {
            await folder.PutAsync("wasm", number, 0, long.MaxValue, mark, one, default);
        }

        Assert.Equal(one, (await OpenAsync()).Find("one")!.Value.ToArray());
    }

    [Fact]
    public async Task The_folder_is_the_servers_alone_and_holds_no_more_than_its_bound()
    {
        var cache = await OpenAsync();
        for (var i = 0; i < 30; i++)
        {
            cache.Keep($"{i}", new byte[100_000]);
        }

        Assert.InRange(cache.Bytes, 800_000, 1_000_000);
        Assert.NotNull(cache.Find("29"));
        Assert.Null(cache.Find("0"));
        cache.Keep("huge", new byte[2_000_000]);
        Assert.Null(cache.Find("huge"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Directory));
        }
    }

    private CacheFolderOptions Options() => new() { Directory = Directory, MaxBytes = 1_000_000, MaxGroupBytes = 1_000_000, MinFreeBytes = 0 };

    private async Task<DiskWasmCache> OpenAsync(byte[]? key = null)
    {
        await CloseAsync();
        return _cache = new(Options(), key ?? s_key);
    }

    private async Task CloseAsync()
    {
        await (_cache?.DisposeAsync() ?? default);
        _cache = null;
    }

    private string[] Files() => [.. System.IO.Directory.GetFiles(Directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
