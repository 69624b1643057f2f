using PureEdge.AspNetCore.Bindings.Assets;
using PureEdge.AspNetCore.Bindings.Kv;
using Microsoft.Extensions.Logging.Abstractions;
using PureEdge.AspNetCore.Deploy;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Tests.Deploy;

public sealed class StoreSweeperTests
{
    [Fact]
    public async Task Modules_of_a_version_that_was_dropped_are_swept_and_the_others_stay()
    {
        await using var store = await EdgeStore.OpenAsync(new() { DataDirectory = EdgeStore.InMemory });
        var deployments = new DeployStore(store);
        var kept = await AddAsync("kept", [1, 2, 3], 0);
        var dropped = await AddAsync("dropped", [4, 5, 6], 0);
        var (_, expected) = await deployments.FindAsync("dropped");
        Assert.True(await deployments.DeleteAsync("dropped", expected));
        await using var sweeper = new StoreSweeper(store, new KvNamespaces(store), deployments, new AssetStore(store, TimeProvider.System), TimeProvider.System, NullLogger<StoreSweeper>.Instance);
        await sweeper.SweepAsync(TimeSpan.Zero, CancellationToken.None);
        Assert.Equal([1, 2, 3], await deployments.ReadBundleAsync(kept));
        Assert.Null(await deployments.ReadBundleAsync(dropped));

        async Task<BlobReference> AddAsync(string name, byte[] modules, long version)
        {
            var bundle = await deployments.PutBundleAsync(modules);
            var record = new VersionRecord { Id = Guid.NewGuid().ToString("D"), Number = 1, CreatedOn = DateTimeOffset.UnixEpoch, TriggeredBy = "upload", Etag = "", Bundle = bundle };
            Assert.True(await deployments.CommitAsync(new WorkerChange(new() { Name = name, Tag = "", CreatedOn = DateTimeOffset.UnixEpoch }) { Version = record }, version));
            return bundle;
        }
    }

    [Fact]
    public async Task Of_two_writers_who_read_the_same_worker_one_is_told_so()
    {
        await using var store = await EdgeStore.OpenAsync(new() { DataDirectory = EdgeStore.InMemory });
        var deployments = new DeployStore(store);
        var worker = new WorkerRecord { Name = "w", Tag = "", CreatedOn = DateTimeOffset.UnixEpoch };
        Assert.True(await deployments.CommitAsync(new(worker), 0));
        Assert.False(await deployments.CommitAsync(new(worker with { Tag = "late" }), 0));
        Assert.Equal("", (await deployments.FindAsync("w")).Worker!.Tag);
    }
}
