namespace PureEdge.Engine.Tests.WebApi.Cache;

public sealed class MemoryCacheTests : CacheTests
{
    protected override IResponseCache NewCache(TimeProvider time) => new MemoryResponseCache();
}
