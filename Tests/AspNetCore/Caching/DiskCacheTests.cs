using PureEdge.AspNetCore.Caching;
using PureEdge.Engine;
using PureEdge.Engine.Tests.WebApi.Cache;

namespace PureEdge.AspNetCore.Tests.Caching;

/// <summary>What scripts see of a cache on the disk is what they see of one in memory.</summary>
public sealed class DiskCacheTests : CacheTests, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private DiskResponseCache? _cache;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await (_cache?.DisposeAsync() ?? default);
        _folder.Dispose();
    }

    protected override IResponseCache NewCache(TimeProvider time) =>
        _cache = new(new() { Directory = _folder.FullName, MaxBytes = 256L << 20, MaxGroupBytes = 16L << 20, MinFreeBytes = 0, Clock = time }, new());
}
