using System.Text;

namespace PureEdge.Engine.Tests.WebApi.Cache;

/// <summary>What every <see cref="IResponseCache"/> does; each kind has a class that derives from this.</summary>
public abstract class ResponseCacheConformance
{
    protected const double Now = 1.8e12;

    protected static readonly CacheKey Key = new("worker", "", "http://a/");

    /// <summary>A new cache.</summary>
    /// <param name="bytesPerWorker">What the responses of a worker may take.</param>
    /// <param name="bytesOfAll">What all may take.</param>
    protected abstract IResponseCache NewCache(long bytesPerWorker, long bytesOfAll);

    [Fact]
    public async Task A_response_comes_back_as_it_was_put()
    {
        var cache = NewCache();
        var put = Response("body", 404, [new("accept", "x"), new("cookie", null), new("te", "")]);
        await cache.PutAsync(Key, put, default);
        var found = await cache.FindAsync(Key, Any, default);
        Assert.NotNull(found);
        Assert.Equal(404, found.Status);
        Assert.Equal("Gone fishing \u00e9", found.StatusText);
        Assert.Equal("x-a=1;X-B=\u00ff;x-a=2", string.Join(';', Enumerable.Range(0, found.Headers.Count).Select(i => $"{found.Headers[i].Key}={found.Headers[i].Value}")));
        Assert.Equal("body", Encoding.UTF8.GetString(found.Body.Span));
        Assert.Equal(put.StoredAt, found.StoredAt);
        Assert.Equal(put.ExpiresAt, found.ExpiresAt);
        Assert.Equal(put.VaryingHeaders, found.VaryingHeaders);
        Assert.True(await cache.DeleteAsync(Key, default));
        Assert.False(await cache.DeleteAsync(Key, default));
        Assert.Null(await cache.FindAsync(Key, Any, default));
    }

    [Fact]
    public async Task The_latest_that_is_accepted_is_found_and_the_length_is_told_before()
    {
        var cache = NewCache();
        foreach (var (language, body) in new[] { ("de", "eins"), ("en", "o"), ("de", "zwei!") })
        {
            await cache.PutAsync(Key, Response(body, varying: [new("accept-language", language)]), default);
        }

        List<string> asked = [];
        var found = await cache.FindAsync(
            Key,
            (response, bytes) =>
            {
                asked.Add($"{response.VaryingHeaders[0].Value} {bytes}");
                return response.VaryingHeaders[0].Value == "en";
            },
            default);
        Assert.Equal(["de 5", "en 1"], asked);
        Assert.Equal("o", Encoding.UTF8.GetString(found!.Body.Span));
        Assert.Null(await cache.FindAsync(Key, (_, _) => false, default));
        await Assert.ThrowsAsync<HostErrorException>(async () => await cache.FindAsync(Key, (_, _) => throw new HostErrorException(HostErrorKind.Error, "no"), default));
    }

    [Fact]
    public async Task Workers_names_and_addresses_are_apart_and_a_worker_can_be_forgotten()
    {
        var cache = NewCache();
        CacheKey[] keys = [Key, Key with { Worker = "Worker" }, Key with { Cache = "name \ud800" }, Key with { Cache = "name \ud801" }, Key with { Url = "http://a/b" }, new("worker", "http://a/", ""), new("../x", "", "http://a/")];
        foreach (var (i, key) in keys.Index())
        {
            await cache.PutAsync(key, Response($"{i}"), default);
        }

        foreach (var (i, key) in keys.Index())
        {
            Assert.Equal($"{i}", await TextAsync(cache, key));
        }

        await cache.ForgetAsync("worker", default);
        foreach (var (i, key) in keys.Index())
        {
            Assert.Equal(key.Worker == "worker" ? null : $"{i}", await TextAsync(cache, key));
        }

        await cache.PutAsync(Key, Response("again"), default);
        Assert.Equal("again", await TextAsync(cache, Key));
    }

    [Fact]
    public async Task Over_its_bound_a_worker_loses_what_it_used_least_recently_and_nobody_else_anything()
    {
        var cache = NewCache(100_000, 1_000_000);
        await cache.PutAsync(Key with { Worker = "other" }, Large(), default);
        for (var i = 0; i < 4; i++)
        {
            await cache.PutAsync(Key with { Url = $"http://a/{i}" }, Large(), default);
            Assert.NotNull(await cache.FindAsync(Key with { Url = "http://a/0" }, Any, default));
        }

        Assert.Equal("true,false,false,true,true", await ThereAsync(cache, [.. Enumerable.Range(0, 4).Select(static i => Key with { Url = $"http://a/{i}" }), Key with { Worker = "other" }]));
    }

    [Fact]
    public async Task Over_the_bound_of_all_the_worker_that_has_most_loses_something()
    {
        var cache = NewCache(150_000, 200_000);
        CacheKey[] keys = [new("small", "", "http://a/"), new("large", "", "http://a/1"), new("large", "", "http://a/2"), new("large", "", "http://a/3"), new("new", "", "http://a/")];
        foreach (var key in keys)
        {
            await cache.PutAsync(key, Large(), default);
        }

        Assert.Equal("true,false,true,true,true", await ThereAsync(cache, keys));
    }

    [Fact]
    public async Task What_is_too_large_is_not_kept_but_takes_the_place_of_the_one_before()
    {
        var cache = NewCache(100_000, 100_000);
        Assert.Equal(50_000, cache.MaxBodyBytes);
        await cache.PutAsync(Key, Response("old"), default);
        await cache.PutAsync(Key, new CachedResponse { Status = 200, Headers = new(), Body = new byte[150_000], StoredAt = Now, ExpiresAt = Now + 1e6 }, default);
        Assert.Null(await cache.FindAsync(Key, Any, default));
    }

    [Fact]
    public async Task Of_one_address_there_are_at_most_64_variants()
    {
        var cache = NewCache();
        for (var i = 0; i < 70; i++)
        {
            await cache.PutAsync(Key, Response("", varying: [new("a", i.ToString(System.Globalization.CultureInfo.InvariantCulture))]), default);
        }

        var asked = 0;
        Assert.Null(await cache.FindAsync(Key, (_, _) => asked++ < 0, default));
        Assert.Equal(64, asked);
    }

    [Fact]
    public async Task Many_at_once_find_what_was_put_last_or_before_and_never_anything_else()
    {
        var cache = NewCache();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                var key = Key with { Url = $"http://a/{(worker + i) % 5}" };
                switch (i % 4)
                {
                    case 3 when worker == 0:
                        await cache.DeleteAsync(key, default);
                        break;
                    case 1:
                        await cache.PutAsync(key, Response($"{key.Url} {new string('x', i * 1000)}"), default);
                        break;
                    default:
                        Assert.StartsWith(key.Url, await TextAsync(cache, key) ?? key.Url, StringComparison.Ordinal);
                        break;
                }
            }
        })));
    }

    protected static bool Any(CachedResponse response, int bytes) => true;

    protected static CachedResponse Response(string body, int status = 200, KeyValuePair<string, string?>[]? varying = null)
    {
        var headers = new HeaderList();
        headers.Append("x-a", "1");
        headers.Append("X-B", "\u00ff");
        headers.Append("x-a", "2");
        return new()
        {
            Status = status, StatusText = "Gone fishing \u00e9", Headers = headers, Body = Encoding.UTF8.GetBytes(body), StoredAt = Now - 0.5, ExpiresAt = Now + 1e6, VaryingHeaders = varying ?? [],
        };
    }

    protected static async Task<string?> TextAsync(IResponseCache cache, CacheKey key) =>
        await cache.FindAsync(key, Any, default) is { } found ? Encoding.UTF8.GetString(found.Body.Span) : null;

    // A little less than half of 100,000 bytes, however they are counted.
    private static CachedResponse Large() => new() { Status = 200, Headers = new(), Body = new byte[44_000], StoredAt = Now, ExpiresAt = Now + 1e6 };

    private static async Task<string> ThereAsync(IResponseCache cache, CacheKey[] keys)
    {
        List<string> there = [];
        foreach (var key in keys)
        {
            there.Add(await cache.FindAsync(key, Any, default) is null ? "false" : "true");
        }

        return string.Join(',', there);
    }

    private IResponseCache NewCache() => NewCache(16L << 20, 256L << 20);
}
