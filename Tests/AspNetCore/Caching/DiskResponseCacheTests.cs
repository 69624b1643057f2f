using Microsoft.Extensions.Time.Testing;
using PureEdge.AspNetCore.Caching;
using PureEdge.Engine;
using PureEdge.Engine.Tests.WebApi.Cache;

namespace PureEdge.AspNetCore.Tests.Caching;

public sealed class DiskResponseCacheTests : ResponseCacheConformance, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds((long)Now));
    private readonly List<string> _notices = [];
    private DiskResponseCache? _cache;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_put_is_there_after_a_restart_and_the_latest_of_it()
    {
        var cache = NewCache(1_000_000, 1_000_000);
        await cache.PutAsync(Key, Response("old"), default);
        await cache.PutAsync(Key, Response("new"), default);
        await cache.PutAsync(Key with { Url = "http://a/large" }, Response(new string('x', 200_000)), default);
        await cache.PutAsync(Key with { Url = "http://a/gone" }, Response("x"), default);
        await cache.DeleteAsync(Key with { Url = "http://a/gone" }, default);
        var bytes = _cache!.Bytes;
        cache = await RestartAsync();
        Assert.Equal("new", await TextAsync(cache, Key));
        Assert.Equal(200_000, (await TextAsync(cache, Key with { Url = "http://a/large" }))!.Length);
        Assert.Null(await TextAsync(cache, Key with { Url = "http://a/gone" }));
        Assert.Equal(bytes, _cache!.Bytes);
        Assert.Equal(2, Files().Length);
    }

    [Fact]
    public async Task What_has_expired_is_gone_from_the_disk_too_found_or_restarted()
    {
        var cache = NewCache(1_000_000, 1_000_000);
        await cache.PutAsync(Key, Response("one"), default);
        await cache.PutAsync(Key with { Url = "http://a/2" }, Response("two"), default);
        _clock.Advance(TimeSpan.FromMilliseconds(1e6));
        Assert.Null(await TextAsync(cache, Key));
        Assert.False(await cache.DeleteAsync(Key, default));
        Assert.Single(Files());
        cache = await RestartAsync();
        Assert.Null(await TextAsync(cache, Key with { Url = "http://a/2" }));
        Assert.Empty(Files());
        Assert.Equal(0, _cache!.Bytes);
    }

    [Fact]
    public async Task A_cut_a_flipped_and_a_renamed_file_are_misses_and_are_removed()
    {
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            var cache = NewCache(1_000_000, 1_000_000);
            await cache.PutAsync(Key, Response(new string('y', 300)), default);
            await CloseAsync();
            var file = Assert.Single(Files());
            var bytes = await File.ReadAllBytesAsync(file);
            switch (round % 3)
            {
                case 0:
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                    await File.WriteAllBytesAsync(file, bytes);
                    break;
                case 1:
                    await File.WriteAllBytesAsync(file, bytes[..random.Next(bytes.Length)]);
                    break;
                default:
                    // A later expiry: who can rename must not be able to make old things new.
                    File.Move(file, file[..^1] + (file[^1] == 'f' ? '0' : 'f'));
                    break;
            }

            Assert.Null(await TextAsync(NewCache(1_000_000, 1_000_000), Key));
            Assert.Empty(Files());
            Assert.Contains("is damaged, and was removed", Assert.Single(_notices), StringComparison.Ordinal);
            _notices.Clear();
            await CloseAsync();
        }
    }

    [Fact]
    public async Task What_is_no_file_of_ours_is_neither_read_nor_removed_and_what_was_not_finished_is()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, new string('a', 32))).FullName;
        var foreign = Path.Combine(folder, new string('-', 83));
        await File.WriteAllTextAsync(foreign, "x");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "unfinished"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "unfinished", "half"), "x");
        Assert.Null(await TextAsync(NewCache(1_000_000, 1_000_000), Key));
        Assert.Equal([foreign], Files());
    }

    [Fact]
    public async Task A_smaller_bound_after_a_restart_is_kept_by_dropping_the_oldest()
    {
        var cache = NewCache(1_000_000, 1_000_000);
        for (var i = 0; i < 10; i++)
        {
            await cache.PutAsync(Key with { Url = $"http://a/{i}" }, Response(new string('x', 50_000)), default);
        }

        await CloseAsync();
        cache = NewCache(200_000, 200_000);
        Assert.Null(await TextAsync(cache, Key with { Url = "http://a/6" }));
        Assert.NotNull(await TextAsync(cache, Key with { Url = "http://a/7" }));
        Assert.InRange(Files().Sum(static file => new FileInfo(file).Length), 100_000, 200_000);
    }

    [Fact]
    public async Task Without_free_space_nothing_is_kept_and_what_is_there_is_found()
    {
        var cache = NewCache(1_000_000, 1_000_000);
        await cache.PutAsync(Key, Response("kept"), default);
        await CloseAsync();
        _cache = new(new() { Directory = _folder.FullName, MaxBytes = 1_000_000, MaxGroupBytes = 1_000_000, MinFreeBytes = long.MaxValue / 2, Clock = _clock }, new());
        await _cache.PutAsync(Key with { Url = "http://a/2" }, Response("x"), default);
        Assert.Null(await TextAsync(_cache, Key with { Url = "http://a/2" }));
        Assert.Equal("kept", await TextAsync(_cache, Key));
    }

    [Fact]
    public async Task What_was_read_once_is_answered_from_memory()
    {
        var cache = NewCache(1_000_000, 1_000_000);
        await cache.PutAsync(Key, Response("small"), default);
        await cache.PutAsync(Key with { Url = "http://a/large" }, Response(new string('x', 100_000)), default);
        cache = await RestartAsync();
        Assert.Equal("small", await TextAsync(cache, Key));
        Assert.NotNull(await TextAsync(cache, Key with { Url = "http://a/large" }));
        Array.ForEach(Files(), File.Delete);
        Assert.Equal("small", await TextAsync(cache, Key));
        Assert.Null(await TextAsync(cache, Key with { Url = "http://a/large" }));
    }

    protected override IResponseCache NewCache(long bytesPerWorker, long bytesOfAll) =>
        _cache = new(
            new() { Directory = _folder.FullName, MaxBytes = bytesOfAll, MaxGroupBytes = bytesPerWorker, MinFreeBytes = 0, Clock = _clock, OnNotice = _notices.Add }, new(16L << 20));

    private string[] Files() => Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories);

    private async Task<IResponseCache> RestartAsync()
    {
        await CloseAsync();
        return NewCache(1_000_000, 1_000_000);
    }

    private async Task CloseAsync()
    {
        await (_cache?.DisposeAsync() ?? default);
        _cache = null;
    }
}
