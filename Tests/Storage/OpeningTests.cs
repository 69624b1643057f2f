using System.Text;
using PureEdge.Storage.Sealing;

namespace PureEdge.Storage.Tests;

public sealed class OpeningTests : IAsyncLifetime
{
    private readonly TreeProvider _provider = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    public async Task A_directory_belongs_to_one_store_at_a_time()
    {
        await using (await _provider.OpenAsync())
        {
            var error = await Assert.ThrowsAsync<StorageException>(_provider.OpenAsync);
            Assert.Equal("data_in_use", error.Code);
            Assert.Contains($"'{_provider.Directory}'", error.Message, StringComparison.Ordinal);
        }

        await using var again = await _provider.OpenAsync();
        Assert.NotNull(again);
    }

    [Fact]
    public async Task A_directory_of_another_version_is_refused_and_left_alone()
    {
        await FillAsync();
        var format = Path.Combine(_provider.Directory, "format");
        using (var file = SealedFile.Create(format))
        {
            file.Write("pureedge-storage 2 ready\n"u8, 0);
            file.Seal();
        }

        var before = await ContentAsync();
        var error = await Assert.ThrowsAsync<StorageException>(_provider.OpenAsync);
        Assert.Equal("data_version", error.Code);
        Assert.Contains(_provider.Directory, error.Message, StringComparison.Ordinal);
        Assert.Contains("pureedge-storage 2", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await ContentAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("blobs")]
    [InlineData("tree")]
    [InlineData("lock/x")]
    public async Task A_directory_that_cannot_be_written_is_refused_by_its_name(string obstacle)
    {
        // A file where a folder has to be, or the other way round, is in everybody's way, also the superuser's.
        var path = Path.Combine(_provider.Directory, obstacle);
        Directory.CreateDirectory(Path.GetDirectoryName(path.TrimEnd('/'))!);
        await File.WriteAllTextAsync(path.TrimEnd('/'), "in the way");

        var error = await Assert.ThrowsAsync<StorageException>(_provider.OpenAsync);
        Assert.Equal("data_unwritable", error.Code);
        Assert.Contains(_provider.Directory, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_start_that_was_not_completed_is_begun_again()
    {
        Directory.CreateDirectory(Path.Combine(_provider.Directory, "tree"));
        await File.WriteAllTextAsync(Path.Combine(_provider.Directory, "tree", "0.json.tmp"), "half");
        using (var file = SealedFile.Create(Path.Combine(_provider.Directory, "format")))
        {
            file.Write("pureedge-storage 1 new\n"u8, 0);
            file.Seal();
        }

        await FillAsync();
        await using var store = await _provider.OpenAsync();
        Assert.NotNull(await store.GetAsync("p", StoreKey.From("k")));
    }

    [Fact]
    public async Task Blobs_that_were_not_finished_are_removed()
    {
        await FillAsync();
        var file = Path.Combine(_provider.Directory, "blobs", "unfinished", "abc");
        await File.WriteAllTextAsync(file, "half");
        await using var store = await _provider.OpenAsync();
        Assert.False(File.Exists(file));
    }

    private async Task FillAsync()
    {
        await using var store = await _provider.OpenAsync();
        await store.CommitAsync(new() { Partition = "p", Writes = [EntryWrite.Put(StoreKey.From("k"), Encoding.UTF8.GetBytes("v"))] });
    }

    private async Task<List<string>> ContentAsync()
    {
        var content = new List<string>();
        foreach (var file in Directory.EnumerateFiles(_provider.Directory, "*", SearchOption.AllDirectories).Order())
        {
            content.Add(file + " " + Convert.ToHexString(await File.ReadAllBytesAsync(file)));
        }

        return content;
    }
}
