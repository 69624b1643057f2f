using System.Text;
using Microsoft.Extensions.Time.Testing;
using PureEdge.AspNetCore.Observability.Sources;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Tests.Observability.Sources;

public sealed class SourceMapCacheTests
{
    private static readonly byte[] Small = """{"sources":["a"],"mappings":"AAAA"}"""u8.ToArray();

    [Fact]
    public async Task A_map_is_read_once_and_one_that_is_none_too()
    {
        var cache = new SourceMapCache(new FakeTimeProvider());
        var maps = new Maps(module => module == "bad.js" ? "?"u8.ToArray() : Small);
        for (var i = 0; i < 3; i++)
        {
            Assert.NotNull(await cache.FindAsync(maps, "a.js"));
            Assert.Null(await cache.FindAsync(maps, "bad.js"));
        }

        Assert.True(cache.FindAsync(maps, "a.js").AsTask().IsCompleted);
        Assert.Equal(2, maps.Reads);
    }

    [Fact]
    public async Task What_cannot_be_read_is_no_map_and_is_tried_again()
    {
        var cache = new SourceMapCache(new FakeTimeProvider());
        var maps = new Maps(static _ => throw new IOException("gone"));
        Assert.Null(await cache.FindAsync(maps, "a.js"));
        Assert.Null(await cache.FindAsync(maps, "a.js"));
        Assert.Equal(2, maps.Reads);
        Assert.Equal(0, cache.Bytes);
    }

    [Fact]
    public async Task Large_maps_push_each_other_out()
    {
        var cache = new SourceMapCache(new FakeTimeProvider());
        var large = Encoding.UTF8.GetBytes($$"""{"sources":["a"],"mappings":"{{string.Concat(Enumerable.Repeat("AAAA,", 2 << 20))}}"}""");
        var maps = new Maps(_ => large);
        for (var i = 0; i < 10; i++)
        {
            Assert.NotNull(await cache.FindAsync(maps, $"{i}.js"));
            Assert.InRange(cache.Bytes, large.Length / 2, SourceMapCache.MostBytes);
        }

        Assert.NotNull(await cache.FindAsync(maps, "9.js"));
        Assert.Equal(10, maps.Reads);
        Assert.NotNull(await cache.FindAsync(maps, "0.js"));
        Assert.Equal(11, maps.Reads);
    }

    [Fact]
    public async Task Nobody_waits_long_and_few_wait()
    {
        var time = new FakeTimeProvider();
        var cache = new SourceMapCache(time);
        var released = new TaskCompletionSource();
        var maps = new Maps(static _ => Small, released.Task);
        var waiting = Enumerable.Range(0, 16).Select(i => cache.FindAsync(maps, $"{i}.js").AsTask()).ToArray();
        Assert.All(waiting, static each => Assert.False(each.IsCompleted));
        // Who comes when so many wait is told at once.
        Assert.Null(await cache.FindAsync(maps, "17.js"));
        time.Advance(SourceMapCache.Patience);
        Assert.All(await Task.WhenAll(waiting), Assert.Null);
        // What was begun goes on, for those who come later.
        released.SetResult();
        Assert.NotNull(await cache.FindAsync(maps, "0.js"));
    }

    [Fact]
    public async Task A_map_that_is_too_large_is_not_read()
    {
        var cache = new SourceMapCache(new FakeTimeProvider());
        Assert.Null(await cache.FindAsync(new Maps(static _ => new byte[SourceMapCache.MostMapBytes + 1]), "a.js"));
    }

    private sealed class Maps(Func<string, byte[]> read, Task? when = null) : ISourceMaps
    {
        private int _reads;

        public int Reads => Volatile.Read(ref _reads);

        public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(string module, int mostBytes, CancellationToken cancel = default)
        {
            Interlocked.Increment(ref _reads);
            await (when ?? Task.CompletedTask);
            return read(module);
        }
    }
}
