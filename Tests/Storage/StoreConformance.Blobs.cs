namespace PureEdge.Storage.Tests;

/// <summary>What every store does with blobs.</summary>
public abstract partial class StoreConformance<TProvider>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(1_000_000)]
    public async Task A_blob_is_read_as_it_was_written_whole_and_in_parts(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        var blob = await Store.PutBlobAsync(new MemoryStream(bytes), size);
        Assert.Equal(size, blob.Length);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), blob.Hash.Hex);
        Assert.Equal(blob, await Store.PutBlobAsync(new MemoryStream(bytes), size));
        await CommitAsync(EntryWrite.Put(Key("k"), default) with { Blob = blob });

        (long Offset, long? Length)[] ranges = [(0, null), (0, 1), (1, null), (size / 2, 70_000), (65_536, null), (size, null), (size + 5, 3), (0, long.MaxValue)];
        foreach (var (offset, length) in ranges)
        {
            await using var stream = await Store.OpenBlobAsync(blob.Hash, offset, length);
            using var read = new MemoryStream();
            await stream!.CopyToAsync(read);
            var expected = bytes.Skip((int)offset).Take((int)Math.Min(length ?? int.MaxValue, int.MaxValue)).ToArray();
            Assert.True(expected.AsSpan().SequenceEqual(read.ToArray()), $"{offset}+{length}");
            Assert.Equal(expected.Length, stream.Length);
        }
    }

    [Fact]
    public async Task A_blob_that_is_too_large_is_refused_and_not_stored()
    {
        var error = await Assert.ThrowsAsync<StorageException>(async () => await Store.PutBlobAsync(new MemoryStream(new byte[11]), 10));
        Assert.Equal("blob_too_large", error.Code);
        Assert.True(BlobHash.TryParse(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(new byte[11])), out var hash));
        Assert.Null(await Store.OpenBlobAsync(hash));
    }

    [Fact]
    public async Task A_blob_stays_while_an_entry_refers_to_it_or_it_is_young()
    {
        var grace = TimeSpan.FromMinutes(10);
        var used = await Store.PutBlobAsync(new MemoryStream([1]), 10);
        var unused = await Store.PutBlobAsync(new MemoryStream([2]), 10);
        await CommitAsync(EntryWrite.Put(Key("k"), default) with { Blob = used }, EntryWrite.Put(Key("l"), default) with { Blob = used });
        Assert.Equal(0, await Store.SweepBlobsAsync(grace));
        Provider.Clock.Advance(grace + TimeSpan.FromSeconds(1));
        var young = await Store.PutBlobAsync(new MemoryStream([3]), 10);
        Assert.Equal(1, await Store.SweepBlobsAsync(grace));
        Assert.Null(await Store.OpenBlobAsync(unused.Hash));
        await AssertThere(used, young);

        // Put again, it is young again; let go by one of two users, it is still used.
        await CommitAsync(EntryWrite.Delete(Key("k")));
        Provider.Clock.Advance(grace + TimeSpan.FromSeconds(1));
        await Store.PutBlobAsync(new MemoryStream([3]), 10);
        Assert.Equal(0, await Store.SweepBlobsAsync(grace));
        await AssertThere(used, young);

        await CommitAsync(EntryWrite.Put(Key("l"), default));
        Provider.Clock.Advance(grace + TimeSpan.FromSeconds(1));
        Assert.Equal(2, await Store.SweepBlobsAsync(grace));
        Assert.Equal(new CommitResult(CommitOutcome.BlobMissing, 0, Key("m")), await CommitAsync(EntryWrite.Put(Key("m"), default) with { Blob = used }));
        Assert.Null(await GetAsync("m"));

        async Task AssertThere(params BlobReference[] blobs)
        {
            foreach (var blob in blobs)
            {
                await using var stream = await Store.OpenBlobAsync(blob.Hash);
                Assert.NotNull(stream);
            }
        }
    }
}
