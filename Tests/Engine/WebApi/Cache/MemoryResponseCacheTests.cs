namespace PureEdge.Engine.Tests.WebApi.Cache;

public sealed class MemoryResponseCacheTests : ResponseCacheConformance
{
    protected override IResponseCache NewCache(long bytesPerWorker, long bytesOfAll) => new MemoryResponseCache(bytesPerWorker, bytesOfAll);
}
