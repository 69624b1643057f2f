using System.Text;

namespace PureEdge.Storage.Tests;

/// <summary>What every store does. The tests of one provider are a class that derives from this and names it.</summary>
public abstract partial class StoreConformance<TProvider> : IAsyncLifetime
    where TProvider : StoreProvider, new()
{
    protected TProvider Provider { get; } = new();

    protected IEdgeStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await Provider.OpenAsync();

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await Provider.DisposeAsync();
    }

    [Fact]
    public async Task An_entry_is_read_as_it_was_written()
    {
        var blob = await Store.PutBlobAsync(new MemoryStream([1, 2, 3]), 10);
        var now = Provider.Clock.GetUtcNow();
        var result = await CommitAsync(EntryWrite.Put(Key("k"), Bytes("value")) with
        {
            Metadata = Bytes("meta"),
            ExpiresAt = now.AddHours(1),
            Due = new("alarm", now.AddTicks(12_345_678)),
            Blob = blob,
        });

        Assert.True(result.IsCommitted);
        var entry = await GetAsync("k");
        Assert.NotNull(entry);
        Assert.Equal(("k", "value", "meta"), (entry.Key.ToString(), Text(entry.Value), Text(entry.Metadata)));
        Assert.Equal(result.Version, entry.Version);
        Assert.Equal(now.AddHours(1), entry.ExpiresAt);
        Assert.Equal(new DueMark("alarm", now.AddMilliseconds(1234)), entry.Due);
        Assert.Equal(blob, entry.Blob);
    }

    [Fact]
    public async Task A_put_replaces_the_entry_whole()
    {
        await CommitAsync(EntryWrite.Put(Key("k"), Bytes("1")) with { Metadata = Bytes("m"), ExpiresAt = Provider.Clock.GetUtcNow().AddHours(1) });
        await CommitAsync(EntryWrite.Put(Key("k"), default));

        var entry = await GetAsync("k");
        Assert.NotNull(entry);
        Assert.Equal((0, 0, null), (entry.Value.Length, entry.Metadata.Length, entry.ExpiresAt));
    }

    [Fact]
    public async Task What_is_not_there_or_was_deleted_is_null()
    {
        Assert.Null(await GetAsync("k"));
        await CommitAsync(EntryWrite.Put(Key("k"), Bytes("1")));
        await CommitAsync(EntryWrite.Delete(Key("k")), EntryWrite.Delete(Key("never")));
        Assert.Null(await GetAsync("k"));
    }

    [Fact]
    public async Task The_bytes_belong_to_the_store_once_the_commit_is_done()
    {
        var value = Encoding.UTF8.GetBytes("before");
        await CommitAsync(EntryWrite.Put(Key("k"), value) with { Metadata = value });
        value.AsSpan().Fill((byte)'x');

        var entry = await GetAsync("k");
        Assert.Equal(("before", "before"), (Text(entry!.Value), Text(entry.Metadata)));
    }

    [Fact]
    public async Task Versions_grow_also_over_a_deletion_and_a_restart()
    {
        var versions = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            versions.Add((await CommitAsync(EntryWrite.Put(Key("k"), Bytes("1")))).Version);
            await CommitAsync(EntryWrite.Delete(Key("k")));
            if (Provider.IsDurable)
            {
                await ReopenAsync();
            }
        }

        Assert.True(versions[0] > 0 && versions[0] < versions[1] && versions[1] < versions[2], string.Join(' ', versions));
    }

    [Fact]
    public async Task A_commit_that_changes_nothing_uses_up_no_version_that_a_restart_would_give_out_again()
    {
        await CommitAsync(EntryWrite.Put(Key("k"), default));
        var nothing = await CommitAsync(EntryWrite.Delete(Key("never")));
        if (Provider.IsDurable)
        {
            await ReopenAsync();
        }

        Assert.True((await CommitAsync(EntryWrite.Put(Key("k"), default))).Version > nothing.Version);
    }

    [Fact]
    public async Task Partitions_do_not_see_each_other()
    {
        string[] partitions = ["a", "ab", "b", "a\0", "\0", "é", "a/b"];
        foreach (var partition in partitions)
        {
            await Store.CommitAsync(new() { Partition = partition, Writes = [EntryWrite.Put(Key("b"), Bytes(partition)), EntryWrite.Put(Key("k" + partition), default)] });
        }

        foreach (var partition in partitions)
        {
            Assert.Equal(partition, Text((await Store.GetAsync(partition, Key("b")))!.Value));
            Assert.Equal(["b", "k" + partition], (await Store.ListAsync(partition, new())).Entries.Select(entry => entry.Key.ToString()));
        }
    }

    [Fact]
    public async Task A_commit_is_all_or_nothing_by_the_versions_it_expects()
    {
        var first = await CommitAsync(EntryWrite.Put(Key("a"), Bytes("1")));
        var stale = await Store.CommitAsync(new()
        {
            Partition = "p",
            Expected = [new(Key("a"), first.Version), new(Key("b"), 7)],
            Writes = [EntryWrite.Put(Key("a"), Bytes("2")), EntryWrite.Put(Key("b"), Bytes("2"))],
        });
        Assert.Equal(new CommitResult(CommitOutcome.Conflict, 0, Key("b")), stale);
        Assert.Equal("1", Text((await GetAsync("a"))!.Value));

        var present = await Store.CommitAsync(new() { Partition = "p", Expected = [new(Key("a"), 0)], Writes = [EntryWrite.Delete(Key("a"))] });
        Assert.Equal(new CommitResult(CommitOutcome.Conflict, first.Version, Key("a")), present);

        var good = await Store.CommitAsync(new()
        {
            Partition = "p",
            Expected = [new(Key("a"), first.Version), new(Key("b"), 0)],
            Writes = [EntryWrite.Put(Key("a"), Bytes("2")), EntryWrite.Put(Key("b"), Bytes("2"))],
        });
        Assert.True(good.IsCommitted);
        Assert.Equal("2", Text((await GetAsync("b"))!.Value));
    }

    [Fact]
    public async Task Of_many_who_expect_the_same_version_one_wins()
    {
        for (var round = 0; round < 20; round++)
        {
            var version = (await GetAsync("k"))?.Version ?? 0;
            var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => await Store.CommitAsync(new()
            {
                Partition = "p",
                Expected = [new(Key("k"), version)],
                Writes = [EntryWrite.Put(Key("k"), Bytes($"{i}"))],
            }))));
            var winner = Assert.Single(results.Index(), result => result.Item.IsCommitted);
            Assert.Equal($"{winner.Index}", Text((await GetAsync("k"))!.Value));
            Assert.All(results.Where(result => !result.IsCommitted), result => Assert.Equal((CommitOutcome.Conflict, winner.Item.Version), (result.Outcome, result.Version)));
        }
    }

    [Fact]
    public async Task A_counter_that_many_increment_loses_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < 25;)
            {
                var entry = await GetAsync("n");
                var next = (entry is null ? 0 : int.Parse(Text(entry.Value), null)) + 1;
                var result = await Store.CommitAsync(new()
                {
                    Partition = "p",
                    Expected = [new(Key("n"), entry?.Version ?? 0)],
                    Writes = [EntryWrite.Put(Key("n"), Bytes($"{next}"))],
                });
                done += result.IsCommitted ? 1 : 0;
            }
        })));
        Assert.Equal("200", Text((await GetAsync("n"))!.Value));
    }

    [Fact]
    public async Task An_older_epoch_is_fenced_also_after_a_restart()
    {
        Assert.Equal(CommitOutcome.Fenced, (await Owned(1)).Outcome);
        var first = await Store.AcquireAsync("p");
        Assert.True((await Owned(first)).IsCommitted);
        var second = await Store.AcquireAsync("p");
        Assert.True(second > first);
        Assert.Equal(new CommitResult(CommitOutcome.Fenced, second), await Owned(first));
        Assert.True((await Owned(second)).IsCommitted);
        Assert.True((await Owned(null)).IsCommitted);
        Assert.True(await Store.AcquireAsync("other") > 0);
        Assert.True((await Owned(second)).IsCommitted);
        if (Provider.IsDurable)
        {
            await ReopenAsync();
            Assert.True((await Owned(second)).IsCommitted);
            Assert.True(await Store.AcquireAsync("p") > second);
            Assert.Equal(CommitOutcome.Fenced, (await Owned(second)).Outcome);
        }

        async Task<CommitResult> Owned(long? epoch) =>
            await Store.CommitAsync(new() { Partition = "p", OwnerEpoch = epoch, Writes = [EntryWrite.Put(Key("k"), Bytes("1"))] });
    }

    [Fact]
    public async Task What_expires_is_gone_at_that_moment_for_reading_listing_expecting_and_due()
    {
        var at = Provider.Clock.GetUtcNow().AddSeconds(10);
        var put = await CommitAsync(EntryWrite.Put(Key("k"), Bytes("1")) with { ExpiresAt = at, Due = new("alarm", at.AddSeconds(-5)) });
        Provider.Clock.SetUtcNow(at.AddMilliseconds(-1));
        Assert.NotNull(await GetAsync("k"));
        Assert.Single((await Store.ListAsync("p", new())).Entries);
        Assert.Single(await Store.DueAsync("alarm", at, 10));

        Provider.Clock.SetUtcNow(at);
        Assert.Null(await GetAsync("k"));
        Assert.Empty((await Store.ListAsync("p", new())).Entries);
        Assert.Empty(await Store.DueAsync("alarm", at, 10));
        var expecting = await Store.CommitAsync(new() { Partition = "p", Expected = [new(Key("k"), put.Version)] });
        Assert.Equal(new CommitResult(CommitOutcome.Conflict, 0, Key("k")), expecting);
        Assert.True((await Store.CommitAsync(new() { Partition = "p", Expected = [new(Key("k"), 0)], Writes = [EntryWrite.Put(Key("k"), Bytes("2"))] })).IsCommitted);
        Assert.Equal("2", Text((await GetAsync("k"))!.Value));
    }

    [Fact]
    public async Task A_sweep_removes_what_has_expired_and_nothing_else()
    {
        var now = Provider.Clock.GetUtcNow();
        await CommitAsync([.. Enumerable.Range(0, 5).Select(i => EntryWrite.Put(Key($"e{i}"), default) with { ExpiresAt = now.AddSeconds(i + 1) })]);
        await CommitAsync(EntryWrite.Put(Key("stays"), default), EntryWrite.Put(Key("e0"), Bytes("again")));
        Provider.Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(2, await Store.SweepExpiredAsync(2));
        Assert.Equal(1, await Store.SweepExpiredAsync(10));
        Assert.Equal(0, await Store.SweepExpiredAsync(10));
        Assert.Equal(["e0", "e4", "stays"], await KeysAsync(new()));
    }

    [Fact]
    public async Task A_list_is_in_the_order_of_bytes_and_pages_fit_together()
    {
        string[] keys = ["", "A", "Z", "a", "a\0", "a\0b", "ab", "b", "\u007f", "\u0080", "é", "\ud7ff", "\ue000", "\U00010000"];
        keys = [.. keys.Where(key => key.Length > 0)];
        await CommitAsync([.. keys.Reverse().Select(key => EntryWrite.Put(Key(key), Bytes("v" + key)))]);

        Assert.Equal(keys, await KeysAsync(new()));
        for (var limit = 1; limit <= keys.Length + 1; limit++)
        {
            Assert.Equal(keys, await KeysAsync(new() { Limit = limit }));
        }

        Assert.Equal(["a", "a\0", "a\0b", "ab"], await KeysAsync(new() { Prefix = Key("a"), Limit = 3 }));
        Assert.Equal(["a\0", "a\0b", "ab"], await KeysAsync(new() { Prefix = Key("a"), After = Key("a") }));
        Assert.Equal(["a", "a\0", "a\0b", "ab"], await KeysAsync(new() { Prefix = Key("a"), After = Key("A") }));
        Assert.Empty(await KeysAsync(new() { Prefix = Key("a"), After = Key("b") }));
        Assert.Empty(await KeysAsync(new() { Prefix = Key("c") }));
        var page = await Store.ListAsync("p", new() { Limit = keys.Length, WithValues = false });
        Assert.Null(page.Next);
        Assert.All(page.Entries, entry => Assert.Equal(0, entry.Value.Length));
    }

    [Fact]
    public async Task A_page_ends_after_its_bytes()
    {
        for (var i = 0; i < 100; i++)
        {
            await CommitAsync(EntryWrite.Put(Key($"{i:d3}"), new byte[StoreLimits.MaxValueBytes]));
        }

        var page = await Store.ListAsync("p", new());
        Assert.InRange(page.Entries.Count, 1, 65);
        Assert.NotNull(page.Next);
        Assert.Equal(100, (await KeysAsync(new())).Count);
        Assert.Equal(100, (await Store.ListAsync("p", new() { WithValues = false })).Entries.Count);
    }

    [Fact]
    public async Task Due_entries_come_in_the_order_of_time_until_they_are_changed()
    {
        var now = Provider.Clock.GetUtcNow();
        await Put("p", "late", 3);
        await Put("q", "early", -10_000_000_000);
        await Put("p", "now", 0);
        await Put("p", "other", 0, "cron");
        var versions = (await Store.DueAsync("alarm", now.AddSeconds(2), 10)).ToDictionary(due => due.Key.ToString(), due => due.Version);

        Assert.Equal(["q early", "p now"], await DueAsync(2, 10));
        Assert.Equal(["q early"], await DueAsync(2, 1));
        Assert.Equal(["q early", "p now", "p late"], await DueAsync(3, 10));
        Assert.Equal((await Store.GetAsync("p", Key("now")))!.Version, versions["now"]);
        await Put("p", "now", 5);
        await Store.CommitAsync(new() { Partition = "q", Writes = [EntryWrite.Delete(Key("early"))] });
        await CommitAsync(EntryWrite.Put(Key("late"), default));
        Assert.Empty(await DueAsync(4, 10));
        Assert.Equal(["p now"], await DueAsync(5, 10));
        Assert.Empty(await Store.DueAsync("alar", now.AddYears(1), 10));

        async Task Put(string partition, string key, long seconds, string kind = "alarm") =>
            await Store.CommitAsync(new() { Partition = partition, Writes = [EntryWrite.Put(Key(key), default) with { Due = new(kind, now.AddSeconds(seconds)) }] });

        async Task<IEnumerable<string>> DueAsync(int seconds, int limit) =>
            (await Store.DueAsync("alarm", now.AddSeconds(seconds), limit)).Select(due => $"{due.Partition} {due.Key}");
    }

    [Fact]
    public async Task Watchers_of_a_topic_are_told_of_its_commits_until_they_end()
    {
        var told = new TaskCompletionSource();
        var toldAgain = new TaskCompletionSource();
        var ended = false;
        using (Store.Watch("t", () => throw new InvalidOperationException("a watcher that fails")))
        using (Store.Watch("other", () => ended = true))
        using (Store.Watch("t", () => told.TrySetResult()))
        {
            await Store.CommitAsync(new() { Partition = "p", Topic = "t", Expected = [new(Key("k"), 5)] });
            await Store.CommitAsync(new() { Partition = "p", Topic = "t", Writes = [EntryWrite.Put(Key("k"), default)] });
            await told.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }

        var gone = Store.Watch("t", () => ended = true);
        gone.Dispose();
        gone.Dispose();
        using (Store.Watch("t", () => toldAgain.TrySetResult()))
        {
            await Store.CommitAsync(new() { Partition = "p", Topic = "t" });
            await toldAgain.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }

        Assert.False(ended);
    }

    [Fact]
    public async Task What_is_outside_the_limits_is_refused_and_the_limits_themselves_are_not()
    {
        var longest = Key(new string('k', StoreLimits.MaxKeyBytes));
        var write = EntryWrite.Put(longest, new byte[StoreLimits.MaxValueBytes]) with
        {
            Metadata = new byte[StoreLimits.MaxMetadataBytes],
            Due = new(new string('d', StoreLimits.MaxKindBytes), Provider.Clock.GetUtcNow()),
            ExpiresAt = DateTimeOffset.MaxValue,
        };
        var partition = new string('p', StoreLimits.MaxPartitionBytes);
        Assert.True((await Store.CommitAsync(new() { Partition = partition, Writes = [write] })).IsCommitted);
        Assert.Equal(StoreLimits.MaxValueBytes, (await Store.GetAsync(partition, longest))!.Value.Length);

        await Refused(write, "");
        await Refused(write, partition + "p");
        await Refused(write, "\ud800");
        await Refused(EntryWrite.Put(default, default));
        await Refused(EntryWrite.Delete(default));
        await Refused(EntryWrite.Delete(Key(new string('k', StoreLimits.MaxKeyBytes + 1))));
        await Refused(EntryWrite.Put(Key("k"), new byte[StoreLimits.MaxValueBytes + 1]));
        await Refused(EntryWrite.Put(Key("k"), default) with { Metadata = new byte[StoreLimits.MaxMetadataBytes + 1] });
        await Refused(EntryWrite.Put(Key("k"), default) with { Due = new("", default) });
        await Refused(EntryWrite.Put(Key("k"), default) with { Due = new(new string('d', StoreLimits.MaxKindBytes + 1), default) });
        await Refused(EntryWrite.Put(Key("k"), default) with { Blob = default(BlobReference) });
        await Assert.ThrowsAsync<ArgumentException>(async () => await CommitAsync(EntryWrite.Delete(Key("k")), EntryWrite.Delete(Key("k"))));
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await CommitAsync([.. Enumerable.Range(0, StoreLimits.MaxWritesPerCommit + 1).Select(i => EntryWrite.Delete(Key($"{i}")))]));
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await CommitAsync([.. Enumerable.Range(0, 130).Select(i => EntryWrite.Put(Key($"{i}"), new byte[StoreLimits.MaxValueBytes]))]));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.ListAsync("p", new() { Limit = 0 }));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.ListAsync("p", new() { Limit = StoreLimits.MaxPageEntries + 1 }));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.DueAsync("", Provider.Clock.GetUtcNow(), 1));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.OpenBlobAsync(default));
        Assert.Empty((await Store.ListAsync("p", new())).Entries);

        async Task Refused(EntryWrite write, string partition = "p") =>
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.CommitAsync(new() { Partition = partition, Writes = [write] }));
    }

    [Fact]
    public async Task A_store_that_is_closed_says_so()
    {
        await Store.DisposeAsync();
        await Store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await GetAsync("k"));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await CommitAsync(EntryWrite.Delete(Key("k"))));
    }

    protected static StoreKey Key(string text) => StoreKey.From(text);

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    protected async Task<StoredEntry?> GetAsync(string key) => await Store.GetAsync("p", Key(key));

    protected async Task<CommitResult> CommitAsync(params EntryWrite[] writes) => await Store.CommitAsync(new() { Partition = "p", Writes = writes });

    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = await Provider.OpenAsync();
    }

    // All pages.
    private async Task<List<string>> KeysAsync(EntryQuery query)
    {
        var keys = new List<string>();
        for (StoreKey? after = query.After; after is { } from;)
        {
            var page = await Store.ListAsync("p", query with { After = from });
            Assert.InRange(page.Entries.Count, 0, query.Limit);
            keys.AddRange(page.Entries.Select(entry => entry.Key.ToString()));
            after = page.Next;
        }

        return keys;
    }
}
