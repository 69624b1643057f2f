namespace PureEdge.Storage.Tests;

public sealed class KillTests
{
    private const int Kills = 16;

    [Fact]
    public async Task Every_acknowledged_write_is_there_after_the_process_was_killed_at_a_random_moment()
    {
        await using var provider = new TreeProvider();
        var probe = new KilledProbe(provider.Directory);
        for (var round = 0; round < Kills; round++)
        {
            await probe.RunAsync(round, Random.Shared.Next(1, 800));
            await using var store = await provider.OpenAsync();
            await probe.VerifyAsync(store);
            // A version that was handed out is not handed out again to another writer.
            await store.CommitAsync(new() { Partition = "round", Writes = [EntryWrite.Put(StoreKey.From("n"), default)] });
        }

        Assert.True(probe.Acknowledged >= Kills, $"{probe.Acknowledged} writes were acknowledged");
    }

    [Fact]
    public async Task A_process_that_is_killed_leaves_the_directory_to_the_next()
    {
        await using var provider = new TreeProvider();
        await using (var process = await ServerProcess.StartAsync(KilledProbe.StartInfo("open", provider.Directory), line => line == "open", TimeSpan.FromSeconds(60)))
        {
            var error = await Assert.ThrowsAsync<StorageException>(provider.OpenAsync);
            Assert.Equal("data_in_use", error.Code);
            Assert.Contains(provider.Directory, error.Message, StringComparison.Ordinal);
        }

        await using var store = await provider.OpenAsync();
        Assert.Null(await store.GetAsync("p", StoreKey.From("k")));
    }
}
