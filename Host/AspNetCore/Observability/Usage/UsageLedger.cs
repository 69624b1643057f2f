using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PureEdge.Engine;
using PureEdge.Limits;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Observability.Usage;

/// <summary>
/// What each worker used in each hour (UTC), kept for <see cref="KeptDays"/> days: the bill. It is counted in memory and added to the store once a minute and at the
/// end, so a kill of the process loses at most the last minute.
/// </summary>
/// <remarks>Thread-safe; one at a time writes.</remarks>
internal sealed class UsageLedger(IEdgeStore store, TimeProvider time, ILogger<UsageLedger> log) : IAsyncDisposable
{
    /// <summary>How long an hour is kept.</summary>
    public const int KeptDays = 400;

    private const string Partition = "usage";
    private const string HourFormat = "yyyy-MM-dd'T'HH";
    private const int WritesAtOnce = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(long Hour, string Worker), UsageCount> _counts = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _end = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Begins to write, once a minute.</summary>
    public void Start() => _running = RunAsync();

    /// <summary>An event of a worker is over.</summary>
    public void Completed(string worker, WorkerFailure? failure, UsageReport usage) =>
        Of(worker).Add(new(1, failure is null ? 0 : 1, usage.Fuel, usage.Subrequests, 0));

    /// <summary>Bytes of a body went to a client of a worker.</summary>
    public void Sent(string worker, long bytes) => Of(worker).AddEgress(bytes);

    /// <summary>Adds what was counted to what is kept.</summary>
    /// <exception cref="StorageException">The store refuses it; what was not written is counted further.</exception>
    public async Task FlushAsync(CancellationToken cancel = default)
    {
        await _writing.WaitAsync(cancel);
        try
        {
            var past = Hour(time.GetUtcNow()) - 1;
            var taken = new List<((long Hour, string Worker) Key, UsageRecord Record)>(WritesAtOnce);
            foreach (var (key, count) in _counts)
            {
                if (count.Take() is var record && record != default)
                {
                    taken.Add((key, record));
                    if (taken.Count == WritesAtOnce)
                    {
                        await WriteAsync(taken);
                        taken.Clear();
                    }
                }
                else if (key.Hour < past)
                {
                    _counts.TryRemove(key, out _);
                }
            }

            if (taken.Count > 0)
            {
                await WriteAsync(taken);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>What was used, by hour and then by worker.</summary>
    /// <param name="from">The first hour.</param>
    /// <param name="to">The end: the hour that begins then is not listed.</param>
    /// <param name="after">What the page before gave, or <see langword="null"/>.</param>
    /// <param name="limit">The most entries to look at.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The entries, and what to give for the next page, or <see langword="null"/>.</returns>
    public async Task<(IReadOnlyList<UsageEntry> Entries, string? Next)> ListAsync(DateTimeOffset from, DateTimeOffset to, string? after, int limit, CancellationToken cancel)
    {
        await FlushAsync(cancel);
        // A key is "HOUR/WORKER", so all of an hour come after the hour alone.
        var page = await store.ListAsync(Partition, new() { After = StoreKey.From(after ?? Text(from)), Limit = limit }, cancel);
        var end = Text(to);
        var entries = page.Entries.Select(Read).Where(e => string.CompareOrdinal(e.Hour, end) < 0).ToArray();
        return (entries, entries.Length == page.Entries.Count ? page.Next?.ToString() : null);
    }

    /// <summary>What workers used together in each hour. The newest hours are read first.</summary>
    /// <param name="until">A time in the last hour.</param>
    /// <param name="hours">How many hours, the last one included.</param>
    /// <param name="worker">The only worker that counts, or <see langword="null"/> for all that <paramref name="whose"/> takes.</param>
    /// <param name="whose">Which workers count.</param>
    /// <param name="most">The most entries to look at; an hour has one of each worker that was used in it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The hours from the oldest to the newest, idle ones too; fewer than asked for when there are more entries than may be looked at.</returns>
    public async Task<IReadOnlyList<UsageHour>> HoursAsync(DateTimeOffset until, int hours, string? worker, Func<string, bool> whose, int most, CancellationToken cancel)
    {
        await FlushAsync(cancel);
        var last = DateTimeOffset.FromUnixTimeSeconds(Hour(until) * 3600);
        var found = new List<UsageHour>(hours);
        while (found.Count < hours)
        {
            var begin = last.AddHours(-found.Count);
            if (worker is not null)
            {
                var entry = await store.GetAsync(Partition, StoreKey.From($"{Text(begin)}/{worker}"), cancel);
                found.Add(new(begin, entry is null ? default : JsonSerializer.Deserialize<UsageRecord>(entry.Value.Span)));
                continue;
            }

            var query = new EntryQuery { Prefix = StoreKey.From(Text(begin) + "/") };
            var sum = default(UsageRecord);
            EntryPage page;
            do
            {
                page = await store.ListAsync(Partition, query, cancel);
                most -= page.Entries.Count;
                if (most < 0)
                {
                    return [.. Enumerable.Reverse(found)];
                }

                sum = page.Entries.Select(Read).Where(e => whose(e.Worker)).Aggregate(sum, static (all, e) => all + e.Record);
                query = query with { After = page.Next ?? default };
            }
            while (page.Next is not null);
            found.Add(new(begin, sum));
        }

        return [.. Enumerable.Reverse(found)];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        await TryFlushAsync();
        _end.Dispose();
        _writing.Dispose();
    }

    private static long Hour(DateTimeOffset at) => at.ToUnixTimeSeconds() / 3600;

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture);

    private static UsageEntry Read(StoredEntry entry)
    {
        var key = entry.Key.ToString();
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return new(key[..slash], key[(slash + 1)..], JsonSerializer.Deserialize<UsageRecord>(entry.Value.Span));
    }

    private UsageCount Of(string worker) => _counts.GetOrAdd((Hour(time.GetUtcNow()), worker), static _ => new());

    private async Task WriteAsync(List<((long Hour, string Worker) Key, UsageRecord Record)> taken)
    {
        var done = false;
        try
        {
            var writes = new List<EntryWrite>(taken.Count);
            foreach (var ((hour, worker), record) in taken)
            {
                var begin = DateTimeOffset.FromUnixTimeSeconds(hour * 3600);
                var key = StoreKey.From($"{Text(begin)}/{worker}");
                var kept = await store.GetAsync(Partition, key) is { } entry ? JsonSerializer.Deserialize<UsageRecord>(entry.Value.Span) : default;
                writes.Add(EntryWrite.Put(key, JsonSerializer.SerializeToUtf8Bytes(kept + record)) with { ExpiresAt = begin.AddDays(KeptDays) });
            }

            await store.CommitAsync(new() { Partition = Partition, Writes = writes });
            done = true;
        }
        finally
        {
            if (!done)
            {
                foreach (var (key, record) in taken)
                {
                    _counts.GetOrAdd(key, static _ => new()).Add(record);
                }
            }
        }
    }

    private async Task TryFlushAsync()
    {
        try
        {
            await FlushAsync();
        }
        catch (Exception e) when (e is StorageException or JsonException)
        {
            Log.StoreNotice(log, LogText.Clean($"The usage of workers cannot be kept: {e.Message}"));
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, time, _end.Token);
                await TryFlushAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    }
}

/// <summary>What a worker used in an hour. Immutable.</summary>
/// <param name="Hour">The hour in UTC, as <c>2026-01-31T23</c>.</param>
/// <param name="Worker">Its name.</param>
/// <param name="Record">What it used.</param>
internal sealed record UsageEntry(string Hour, string Worker, UsageRecord Record);

/// <summary>What workers used together in an hour. Immutable.</summary>
/// <param name="Begin">When the hour began.</param>
/// <param name="Record">What they used.</param>
internal readonly record struct UsageHour(DateTimeOffset Begin, UsageRecord Record);
