using FsCheck;
using FsCheck.Xunit;
using PureEdge.Engine.WebApi.Cache;

namespace PureEdge.Engine.Tests.WebApi.Cache;

public class CacheLaws
{
    [Property(MaxTest = 500)]
    public bool Headers_that_anybody_may_send_are_read_without_a_fault(string control, string expires, string vary, string range, string tags)
    {
        var response = List(("cache-control", control), ("expires", expires), ("vary", vary), ("age", range), ("etag", tags), ("last-modified", expires));
        var request = List(("range", "bytes=" + range), ("if-none-match", tags), ("if-modified-since", expires), ("if-range", control));
        var lifetime = CachePolicy.Lifetime(200, response, 1e12);
        var stored = new CachedResponse { Status = 200, Headers = response, Body = new byte[10], StoredAt = 0, ExpiresAt = 1 };
        var answer = CachedAnswer.Of(stored, request, 1e12);
        CachePolicy.Varying(response);
        return lifetime is null or (> 0 and <= 365.0 * 24 * 3600) && answer.Status is 200 or 206 or 304 or 416;
    }

    [Property]
    public bool A_part_is_the_bytes_that_were_asked_for(byte[] body, ushort from, ushort count)
    {
        var (first, last) = (from % 300, (from % 300) + (count % 300));
        var stored = new CachedResponse { Status = 200, Headers = new(), Body = body, StoredAt = 0, ExpiresAt = 1 };
        var answer = CachedAnswer.Of(stored, List(("range", $"bytes={first}-{last}")), 0);
        return first >= body.Length
            ? answer.Status == 416
            : answer.Status == 206 && answer.Body!.Value.Span.SequenceEqual(body.AsSpan()[first..Math.Min(last + 1, body.Length)]);
    }

    [Property(MaxTest = 200)]
    public async Task A_memory_cache_keeps_its_bounds_and_finds_the_latest_of_what_it_keeps((byte Worker, byte Url, byte Kind, ushort Size)[] steps)
    {
        var cache = new MemoryResponseCache(20_000, 50_000);
        Dictionary<CacheKey, CachedResponse> latest = [];
        foreach (var (worker, url, kind, size) in steps)
        {
            var key = new CacheKey($"w{worker % 4}", "", $"http://a/{url % 8}");
            if (kind % 4 == 0)
            {
                var found = await cache.FindAsync(key, static (_, _) => true, default);
                Assert.Equal(found is not null, await cache.DeleteAsync(key, default));
                Assert.Null(await cache.FindAsync(key, static (_, _) => true, default));
                latest.Remove(key);
                continue;
            }

            latest[key] = new CachedResponse { Status = 200, Headers = new(), Body = new byte[size % 30_000], StoredAt = 0, ExpiresAt = 1 };
            await cache.PutAsync(key, latest[key], default);
            Assert.InRange(cache.Bytes, 0, 50_000);
            if (await cache.FindAsync(key, static (_, _) => true, default) is { } kept)
            {
                Assert.Same(latest[key], kept);
            }
        }

        foreach (var key in latest.Keys)
        {
            await cache.DeleteAsync(key, default);
        }

        Assert.Equal(0, cache.Bytes);
    }

    private static HeaderList List(params (string Name, string? Value)[] headers)
    {
        var list = new HeaderList();
        foreach (var (name, value) in headers)
        {
            if (value is not null)
            {
                list.Append(name, value);
            }
        }

        return list;
    }
}
