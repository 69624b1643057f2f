namespace PureEdge.Engine.Tests.WebApi.Cache;

public sealed class MemoryResponseCacheTests : ResponseCacheConformance
{
    [Fact]
    public async Task For_a_worker_that_is_no_more_nothing_is_kept()
    {
        var cache = new MemoryResponseCache(keepsFor: worker => worker != "gone");
        var response = new CachedResponse { Status = 200, Headers = new(), StoredAt = Now, ExpiresAt = Now + 1 };
        await cache.PutAsync(Key with { Worker = "gone" }, response, default);
        Assert.Equal(0, cache.Bytes);
        await cache.PutAsync(Key, response, default);
        Assert.NotNull(await cache.FindAsync(Key, (_, _) => true, default));
    }

    protected override IResponseCache NewCache(long bytesPerWorker, long bytesOfAll) => new MemoryResponseCache(bytesPerWorker, bytesOfAll);
}
