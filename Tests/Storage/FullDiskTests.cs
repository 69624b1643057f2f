using System.Text;

namespace PureEdge.Storage.Tests;

public sealed class FullDiskTests
{
    [Fact]
    public async Task Below_the_free_space_that_must_stay_writes_are_refused_and_go_on_once_there_is_more()
    {
        await using var provider = new TreeProvider();
        var free = 1_000_000L;
        await using var store = await EdgeStore.OpenAsync(provider.Options with { MinFreeBytes = 10_000, FreeBytes = _ => free });
        Assert.True((await PutAsync("a")).IsCommitted);

        free = 9_999;
        var error = await Assert.ThrowsAsync<StorageException>(() => PutAsync("b"));
        Assert.Equal("storage_full", error.Code);
        Assert.Contains($"'{provider.Directory}'", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<StorageException>(async () => await store.PutBlobAsync(new MemoryStream([1]), 10));
        Assert.Equal("storage_full", error.Code);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(provider.Directory, "blobs"), "*", SearchOption.AllDirectories));
        Assert.NotNull(await store.GetAsync("p", StoreKey.From("a")));
        Assert.Null(await store.GetAsync("p", StoreKey.From("b")));

        // Deleting is how space is made.
        Assert.True((await store.CommitAsync(new() { Partition = "p", Writes = [EntryWrite.Delete(StoreKey.From("a"))] })).IsCommitted);
        free = 1_000_000;
        Assert.True((await PutAsync("b")).IsCommitted);

        async Task<CommitResult> PutAsync(string key) => await store.CommitAsync(new() { Partition = "p", Writes = [EntryWrite.Put(StoreKey.From(key), Encoding.UTF8.GetBytes("v"))] });
    }

    [SkippableFact]
    public async Task A_disk_that_takes_no_more_in_the_middle_of_a_write_loses_nothing_that_was_acknowledged()
    {
        Skip.If(OperatingSystem.IsWindows(), "a limit on the size of files, which stands for the full disk, is set by a Unix shell");
        await using var provider = new TreeProvider();
        var probe = new KilledProbe(provider.Directory);
        // The runtime's own files in memory count too, unless it is told to make none.
        var dotnet = KilledProbe.StartInfo("write", provider.Directory, "0");
        var info = ToolProcess.StartInfo("sh", ["-c", "trap '' XFSZ; ulimit -f 600; exec \"$@\"", "sh", dotnet.FileName, .. dotnet.ArgumentList], AppContext.BaseDirectory);
        info.Environment["DOTNET_EnableWriteXorExecute"] = "0";

        var (exitCode, error) = await probe.RunAsync(info, int.MaxValue);

        Assert.Equal(1, exitCode);
        Assert.Contains("storage_failed", error, StringComparison.Ordinal);
        Assert.Contains(provider.Directory, error, StringComparison.Ordinal);
        await using var store = await provider.OpenAsync();
        await probe.VerifyAsync(store);
        Assert.True((await store.CommitAsync(new() { Partition = "p", Writes = [EntryWrite.Put(StoreKey.From("k"), default)] })).IsCommitted);
    }
}
