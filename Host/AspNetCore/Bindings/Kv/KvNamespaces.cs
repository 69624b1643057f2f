using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Bindings.Kv;

/// <summary>
/// The KV namespaces of a server. They are entries of one partition: <c>n/ID</c> is a namespace, <c>t/TITLE</c> says who has a title, <c>x/ID</c> is one that
/// was deleted and whose entries are still to be removed.
/// </summary>
/// <remarks>Thread-safe. All of them are in memory; a change is durable before it is seen.</remarks>
internal sealed class KvNamespaces(IEdgeStore store)
{
    /// <summary>As in Workers (https://developers.cloudflare.com/kv/platform/limits/).</summary>
    public const int Most = 1000;

    private const string Partition = "kv";
    private const int MaxTitleBytes = 512;
    private const int MaxId = 64;
    private const int DeletedAtOnce = 1000;

    private readonly ConcurrentDictionary<string, KvNamespace> _all = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Those there are, by title.</summary>
    public IReadOnlyList<KvNamespace> All => [.. _all.Values.OrderBy(static n => n.Title, StringComparer.Ordinal)];

    /// <summary>Reads them from the store.</summary>
    public async Task LoadAsync(CancellationToken cancel = default)
    {
        await foreach (var entry in EntriesAsync(Partition, "n/", cancel))
        {
            var found = JsonSerializer.Deserialize<KvNamespace>(entry.Value.Span)!;
            _all[found.Id] = found;
        }
    }

    /// <summary>A namespace, or <see langword="null"/>.</summary>
    public KvNamespace? Find(string id) => _all.GetValueOrDefault(id);

    /// <summary>Makes a namespace.</summary>
    /// <exception cref="KvException">The title is no title or taken, or there are too many.</exception>
    public async Task<KvNamespace> CreateAsync(string title, CancellationToken cancel = default)
    {
        RequireTitle(title);
        await _gate.WaitAsync(cancel);
        try
        {
            if (_all.Count >= Most)
            {
                throw new KvException(400, $"There are {Most} KV namespaces, as many as there may be.");
            }

            var made = new KvNamespace(RandomNumberGenerator.GetHexString(32, lowercase: true), title);
            await CommitAsync(title, [Put(made), TitleOf(made)]);
            _all[made.Id] = made;
            return made;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The namespace of an id, or of a title; it is made when there is none.</summary>
    /// <param name="id">An id that somebody chose, or <see langword="null"/> for that of the title.</param>
    /// <param name="title">Its title when it is new; where another has it, the id is added to it.</param>
    /// <param name="cancel">Gives up waiting for another change.</param>
    /// <exception cref="KvException">The id is none.</exception>
    public async Task<KvNamespace> EnsureAsync(string? id, string title, CancellationToken cancel = default)
    {
        if (id is not null && (id.Length is 0 or > MaxId || !id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
        {
            throw new KvException(400, $"'{KvRules.Shown(id)}' is no id of a KV namespace: it must have 1 to {MaxId} letters, digits, '-' and '_'.");
        }

        RequireTitle(title);
        await _gate.WaitAsync(cancel);
        try
        {
            var titled = _all.Values.FirstOrDefault(n => n.Title == title);
            if ((id is null ? titled : Find(id)) is { } known)
            {
                return known;
            }

            var made = new KvNamespace(id ?? RandomNumberGenerator.GetHexString(32, lowercase: true), titled is null ? title : $"{title}-{id}");
            await CommitAsync(made.Title, [Put(made), TitleOf(made)]);
            _all[made.Id] = made;
            return made;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Gives a namespace another title.</summary>
    /// <exception cref="KvException">There is no such namespace, or the title is no title or taken.</exception>
    public async Task<KvNamespace> RenameAsync(string id, string title, CancellationToken cancel = default)
    {
        RequireTitle(title);
        await _gate.WaitAsync(cancel);
        try
        {
            var before = Require(id);
            if (before.Title == title)
            {
                return before;
            }

            var renamed = before with { Title = title };
            await CommitAsync(title, [Put(renamed), TitleOf(renamed), EntryWrite.Delete(Key("t/", before.Title))]);
            _all[id] = renamed;
            return renamed;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Removes a namespace; its entries are gone for every reader at once, and from the disk later.</summary>
    /// <exception cref="KvException">There is no such namespace.</exception>
    public async Task DeleteAsync(string id, CancellationToken cancel = default)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            var gone = Require(id);
            await CommitAsync(null, [EntryWrite.Delete(Key("n/", id)), EntryWrite.Delete(Key("t/", gone.Title)), EntryWrite.Put(Key("x/", id), default)]);
            _all.TryRemove(id, out _);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Removes entries of namespaces that were deleted.</summary>
    public async Task SweepAsync(CancellationToken cancel = default)
    {
        await foreach (var doomed in EntriesAsync(Partition, "x/", cancel))
        {
            var partition = KvNamespace.PartitionOf(doomed.Key.ToString()[2..]);
            var isEmpty = true;
            while (await store.ListAsync(partition, new() { Limit = DeletedAtOnce, WithValues = false }, cancel) is { } page && (page.Entries.Count > 0 || page.Next is not null))
            {
                isEmpty = false;
                await store.CommitAsync(new() { Partition = partition, Writes = [.. page.Entries.Select(static e => EntryWrite.Delete(e.Key))] }, cancel);
            }

            // Found empty by a later sweep, so that a write that was under way when it was deleted is found too.
            if (isEmpty)
            {
                await store.CommitAsync(new() { Partition = Partition, Writes = [EntryWrite.Delete(doomed.Key)] }, cancel);
            }
        }
    }

    /// <summary>A namespace that must be there.</summary>
    /// <exception cref="KvException">It is not.</exception>
    public KvNamespace Require(string id) => Find(id) ?? throw new KvException(404, $"There is no KV namespace '{KvRules.Shown(id)}'.");

    private static StoreKey Key(string kind, string name) => StoreKey.From(kind + name);

    private static EntryWrite Put(KvNamespace made) => EntryWrite.Put(Key("n/", made.Id), JsonSerializer.SerializeToUtf8Bytes(made));

    private static EntryWrite TitleOf(KvNamespace made) => EntryWrite.Put(Key("t/", made.Title), Encoding.UTF8.GetBytes(made.Id));

    private static void RequireTitle(string title)
    {
        var isSound = title.Length is > 0 and <= MaxTitleBytes && !title.Any(static c => char.IsControl(c) || char.IsSurrogate(c)) && Encoding.UTF8.GetByteCount(title) <= MaxTitleBytes;
        if (!isSound)
        {
            throw new KvException(400, $"The title '{KvRules.Shown(title)}' is no title of a KV namespace: it must have 1 to {MaxTitleBytes} bytes of UTF-8 without control characters.");
        }
    }

    // Not cancelled: a commit that was given up may have happened all the same.
    private async Task CommitAsync(string? title, IReadOnlyList<EntryWrite> writes)
    {
        var result = await store.CommitAsync(new() { Partition = Partition, Expected = title is null ? [] : [new(Key("t/", title), 0)], Writes = writes });
        if (!result.IsCommitted)
        {
            throw new KvException(409, $"A KV namespace with the title '{KvRules.Shown(title ?? "")}' exists already.");
        }
    }

    private async IAsyncEnumerable<StoredEntry> EntriesAsync(string partition, string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        StoreKey? after = default(StoreKey);
        while (after is { } from)
        {
            var page = await store.ListAsync(partition, new() { Prefix = StoreKey.From(prefix), After = from }, cancel);
            foreach (var entry in page.Entries)
            {
                yield return entry;
            }

            after = page.Next;
        }
    }
}

/// <summary>A KV namespace. Immutable.</summary>
/// <param name="Id">32 lower-case hexadecimal digits, chosen by chance.</param>
/// <param name="Title">What people call it; no two have the same.</param>
internal sealed record KvNamespace(string Id, string Title)
{
    /// <summary>Where its entries are in the store.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Partition { get; } = PartitionOf(Id);

    public static string PartitionOf(string id) => "kv/" + id;
}
