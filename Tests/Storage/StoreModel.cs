using System.Security.Cryptography;
using System.Text;

namespace PureEdge.Storage.Tests;

/// <summary>What a store ought to hold, in the plainest way: a list of entries. Runs each step on the store too and compares.</summary>
internal sealed class StoreModel(StoreProvider provider)
{
    private sealed record Entry(string Partition, string Key, string Value, DateTimeOffset? ExpiresAt, DateTimeOffset? DueAt, int? Blob, long Version);

    private readonly Dictionary<string, List<long>> _epochs = [];
    private readonly Dictionary<int, DateTimeOffset> _blobs = [];
    private List<Entry> _entries = [];
    private long _lastVersion;

    private DateTimeOffset Now => provider.Clock.GetUtcNow();

    public static async Task CheckAsync(StoreProvider provider, StoreStep[] steps)
    {
        var model = new StoreModel(provider);
        var store = await provider.OpenAsync();
        try
        {
            foreach (var step in steps)
            {
                if (step is StoreStep.Reopen && provider.IsDurable)
                {
                    await store.DisposeAsync();
                    store = await provider.OpenAsync();
                }

                await model.RunAsync(store, step);
            }

            await model.CompareAllAsync(store);
        }
        finally
        {
            await store.DisposeAsync();
        }
    }

    private async Task RunAsync(IEdgeStore store, StoreStep step)
    {
        switch (step)
        {
            case StoreStep.Commit commit:
                await CommitAsync(store, commit);
                break;
            case StoreStep.List list:
                var page = await store.ListAsync(list.Partition, new() { Prefix = Key(list.Prefix), After = Key(list.After), Limit = list.Limit });
                var all = Live(list.Partition).Where(e => e.Key.StartsWith(list.Prefix, StringComparison.Ordinal) && Key(e.Key) > Key(list.After)).ToList();
                Assert.Equal(all.Take(list.Limit).Select(Show), page.Entries.Select(e => Show(list.Partition, e)));
                // Expired entries behind the last one may make a page believe that more follow.
                Assert.True(page.Next is not null || all.Count <= list.Limit, "a page without a next one must be the last");
                break;
            case StoreStep.Acquire acquire:
                var epoch = await store.AcquireAsync(acquire.Partition);
                Assert.True(epoch > Epochs(acquire.Partition)[^1], "epochs grow");
                Epochs(acquire.Partition).Add(epoch);
                break;
            case StoreStep.Due due:
                var until = Now.AddSeconds(due.Seconds);
                var dues = await store.DueAsync("alarm", until, due.Limit);
                var expected = _entries.Where(IsLive).Where(e => e.DueAt <= until).OrderBy(e => e.DueAt).ToList();
                // Of the same time any may come first.
                Assert.Equal(expected.Take(due.Limit).Select(e => e.DueAt), dues.Select(e => (DateTimeOffset?)e.At));
                Assert.Empty(dues.Select(e => (e.Partition, e.Key.ToString(), e.Version)).Except(expected.Select(e => (e.Partition, e.Key, e.Version))));
                Assert.Equal(dues.Count, dues.Select(e => (e.Partition, e.Key)).Distinct().Count());
                break;
            case StoreStep.Advance advance:
                provider.Clock.Advance(TimeSpan.FromSeconds(advance.Seconds));
                break;
            case StoreStep.SweepExpired sweep:
                var expired = _entries.Count(e => !IsLive(e));
                Assert.Equal(Math.Min(expired, sweep.Limit), await store.SweepExpiredAsync(sweep.Limit));
                // Which ones is the store's choice: sweep the others too.
                Assert.Equal(Math.Max(0, expired - sweep.Limit), await store.SweepExpiredAsync(StoreLimits.MaxPageEntries));
                _entries = [.. _entries.Where(IsLive)];
                break;
            case StoreStep.SweepBlobs sweep:
                var before = Now.AddSeconds(-sweep.GraceSeconds);
                var unused = _blobs.Where(blob => blob.Value < before && !_entries.Any(e => e.Blob == blob.Key)).Select(blob => blob.Key).ToList();
                Assert.Equal(unused.Count, await store.SweepBlobsAsync(TimeSpan.FromSeconds(sweep.GraceSeconds)));
                unused.ForEach(blob => _blobs.Remove(blob));
                break;
        }
    }

    private async Task CommitAsync(IEdgeStore store, StoreStep.Commit step)
    {
        var writes = new List<EntryWrite>();
        foreach (var change in step.Changes)
        {
            writes.Add(change.IsDelete ? EntryWrite.Delete(Key(change.Key)) : EntryWrite.Put(Key(change.Key), Encoding.UTF8.GetBytes(Text(change.Value))) with
            {
                ExpiresAt = After(change.ExpiresIn),
                Due = After(change.DueIn) is { } due ? new("alarm", due) : null,
                Blob = change.Blob is { } blob ? await BlobAsync(store, blob) : null,
            });
        }

        var epochs = Epochs(step.Partition);
        long? owner = step.Owner switch { 0 => null, 1 => epochs[^1], _ => epochs.Count > 1 ? epochs[^2] : 77 };
        var expected = step.Expected.Select(e => new ExpectedVersion(Key(e.Key), Version(step.Partition, e.Key) + (e.IsRight ? 0 : 1))).ToList();
        var result = await store.CommitAsync(new() { Partition = step.Partition, Expected = expected, Writes = writes, OwnerEpoch = owner });

        if (owner is { } epoch && epoch != epochs[^1])
        {
            Assert.Equal(new CommitResult(CommitOutcome.Fenced, epochs[^1]), result);
            return;
        }

        if (step.Expected.FirstOrDefault(e => !e.IsRight).Key is { } key)
        {
            Assert.Equal(new CommitResult(CommitOutcome.Conflict, Version(step.Partition, key), Key(key)), result);
            return;
        }

        Assert.Equal(CommitOutcome.Committed, result.Outcome);
        Assert.True(step.Changes.All(change => change.IsDelete) || result.Version > _lastVersion, "versions grow");
        _lastVersion = Math.Max(_lastVersion, result.Version);
        foreach (var change in step.Changes)
        {
            _entries.RemoveAll(e => e.Partition == step.Partition && e.Key == change.Key);
            if (!change.IsDelete)
            {
                _entries.Add(new(step.Partition, change.Key, Text(change.Value), After(change.ExpiresIn), After(change.DueIn), change.Blob, result.Version));
            }
        }
    }

    private async Task CompareAllAsync(IEdgeStore store)
    {
        foreach (var partition in (string[])["p", "p\0"])
        {
            var listed = await store.ListAsync(partition, new() { Limit = StoreLimits.MaxPageEntries });
            Assert.Equal(Live(partition).Select(Show), listed.Entries.Select(e => Show(partition, e)));
            foreach (var entry in Live(partition))
            {
                Assert.Equal(Show(entry), Show(partition, (await store.GetAsync(partition, Key(entry.Key)))!));
                if (entry.Blob is { } blob)
                {
                    await using var stream = await store.OpenBlobAsync(await BlobAsync(store, blob) is var reference ? reference.Hash : default);
                    Assert.Equal(Content(blob).Length, stream!.Length);
                }
            }
        }
    }

    private async Task<BlobReference> BlobAsync(IEdgeStore store, int blob)
    {
        _blobs[blob] = Now;
        return await store.PutBlobAsync(new MemoryStream(Content(blob)), 100_000);
    }

    private IEnumerable<Entry> Live(string partition) => _entries.Where(e => e.Partition == partition && IsLive(e)).OrderBy(e => Key(e.Key));

    private bool IsLive(Entry entry) => entry.ExpiresAt is null || entry.ExpiresAt > Now;

    private long Version(string partition, string key) => _entries.Find(e => e.Partition == partition && e.Key == key && IsLive(e))?.Version ?? 0;

    private List<long> Epochs(string partition) => _epochs.TryGetValue(partition, out var epochs) ? epochs : _epochs[partition] = [0];

    private DateTimeOffset? After(int? seconds) => seconds is { } some ? Now.AddSeconds(some) : null;

    private static string Text(int value) => new((char)('a' + (value % 26)), value);

    private static byte[] Content(int blob) => [.. Enumerable.Repeat((byte)blob, blob * 30_000)];

    private static StoreKey Key(string text) => StoreKey.From(text);

    private static string Show(Entry entry) =>
        $"{entry.Partition}/{entry.Key}={entry.Value} {entry.ExpiresAt:O} {entry.DueAt:O} {(entry.Blob is { } blob ? Convert.ToHexStringLower(SHA256.HashData(Content(blob))) : "")} {entry.Version}";

    private static string Show(string partition, StoredEntry entry) =>
        $"{partition}/{entry.Key}={Encoding.UTF8.GetString(entry.Value.Span)} {entry.ExpiresAt:O} {entry.Due?.At:O} {entry.Blob?.Hash.Hex} {entry.Version}";
}
