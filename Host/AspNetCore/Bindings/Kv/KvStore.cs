using System.Text;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Bindings.Kv;

/// <summary>
/// The entries of KV namespaces: each namespace is a partition, values over 64 KB are blobs. What <see cref="PutAsync(string, StoreKey, ReadOnlyMemory{byte}, ReadOnlyMemory{byte}, DateTimeOffset?, CancellationToken)"/> and
/// <see cref="DeleteAsync"/> have answered is durable, and every later read sees it.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class KvStore(IEdgeStore store, KvNamespaces namespaces, TimeProvider time)
{
    /// <summary>The time that expiry goes by.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Reads an entry, or <see langword="null"/>.</summary>
    /// <exception cref="KvException">The namespace is not there.</exception>
    public async ValueTask<KvValue?> GetAsync(string id, StoreKey key, CancellationToken cancel = default) =>
        await store.GetAsync(PartitionOf(id), key, cancel) is { } entry ? new(entry.Value, entry.Blob, entry.Metadata, entry.ExpiresAt) : null;

    /// <summary>A value's bytes.</summary>
    /// <param name="value">The value.</param>
    /// <param name="charge">Told of bytes before they are allocated; may refuse them.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The bytes; <see langword="null"/> when the value was replaced so long ago that its bytes are gone.</returns>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(KvValue value, Action<long> charge, CancellationToken cancel = default)
    {
        if (value.Blob is not { } blob)
        {
            return value.Inline;
        }

        charge(blob.Length);
        await using var content = await store.OpenBlobAsync(blob.Hash, cancel: cancel);
        if (content is null)
        {
            return null;
        }

        var bytes = new byte[blob.Length];
        await content.ReadExactlyAsync(bytes, cancel);
        return bytes;
    }

    /// <summary>A value as a stream. A blob is opened by the first read.</summary>
    public Stream Open(KvValue value, CancellationToken over = default) =>
        value.Blob is { } blob ? new BlobReadStream(store, blob, over) : new ReadOnlyBytesStream(value.Inline);

    /// <summary>Writes an entry, in place of the one there may be.</summary>
    /// <param name="id">The namespace.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, at most 25 MiB.</param>
    /// <param name="metadata">JSON, or empty for none.</param>
    /// <param name="expiresAt">When it vanishes, or <see langword="null"/>.</param>
    /// <param name="cancel">Gives up waiting; whether it was written is unknown then.</param>
    /// <exception cref="KvException">The namespace is not there, or the value is too large.</exception>
    public async ValueTask PutAsync(string id, StoreKey key, ReadOnlyMemory<byte> value, ReadOnlyMemory<byte> metadata, DateTimeOffset? expiresAt, CancellationToken cancel = default)
    {
        if (value.Length <= StoreLimits.MaxValueBytes)
        {
            await CommitAsync(id, [EntryWrite.Put(key, value) with { Metadata = metadata, ExpiresAt = expiresAt }], cancel);
            return;
        }

        await PutBlobAsync(id, key, new ReadOnlyBytesStream(value), metadata, expiresAt, cancel);
    }

    /// <summary>Writes an entry whose value is read from a stream; no more than 64 KB of it are in memory at a time.</summary>
    /// <inheritdoc cref="PutAsync(string, StoreKey, ReadOnlyMemory{byte}, ReadOnlyMemory{byte}, DateTimeOffset?, CancellationToken)"/>
    public async ValueTask PutAsync(string id, StoreKey key, Stream value, ReadOnlyMemory<byte> metadata, DateTimeOffset? expiresAt, CancellationToken cancel = default)
    {
        _ = PartitionOf(id);
        var head = new byte[StoreLimits.MaxValueBytes + 1];
        var length = await value.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel);
        if (length < head.Length)
        {
            await PutAsync(id, key, head.AsMemory(0, length), metadata, expiresAt, cancel);
            return;
        }

        await PutBlobAsync(id, key, new PrefixedStream(head, value), metadata, expiresAt, cancel);
    }

    /// <summary>Writes what was prepared, all or nothing; each key once.</summary>
    public async ValueTask CommitAsync(string id, IReadOnlyList<EntryWrite> writes, CancellationToken cancel = default)
    {
        var result = await store.CommitAsync(new() { Partition = PartitionOf(id), Writes = writes }, cancel);
        if (!result.IsCommitted)
        {
            // The bytes were swept while an hour passed between storing them and referring to them.
            throw new KvException(500, "The value could not be stored; try again.");
        }
    }

    /// <summary>Removes an entry; when there is none, nothing happens.</summary>
    public ValueTask DeleteAsync(string id, StoreKey key, CancellationToken cancel = default) => CommitAsync(id, [EntryWrite.Delete(key)], cancel);

    /// <summary>Lists keys.</summary>
    /// <param name="id">The namespace.</param>
    /// <param name="prefix">What they start with.</param>
    /// <param name="after">After which key.</param>
    /// <param name="limit">The most, 1 to 1,000.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public async ValueTask<KvPage> ListAsync(string id, StoreKey prefix, StoreKey after, int limit, CancellationToken cancel = default)
    {
        var partition = PartitionOf(id);
        var keys = new List<KvKey>();
        while (true)
        {
            var page = await store.ListAsync(partition, new() { Prefix = prefix, After = after, Limit = limit - keys.Count, WithValues = false }, cancel);
            keys.AddRange(page.Entries.Select(static e => new KvKey(Encoding.UTF8.GetString(e.Key.Bytes.Span), e.ExpiresAt?.ToUnixTimeSeconds(), e.Metadata)));
            if (page.Next is not { } next)
            {
                return new(keys, null);
            }

            if (keys.Count == limit)
            {
                return new(keys, KvRules.Cursor(next));
            }

            // A page of the store ends early where much has expired; here that would look like the end.
            after = next;
        }
    }

    /// <summary>Stores a value's bytes; a commit must refer to them soon.</summary>
    /// <exception cref="KvException">There are too many.</exception>
    public async ValueTask<BlobReference> PutBytesAsync(Stream content, CancellationToken cancel)
    {
        try
        {
            return await store.PutBlobAsync(content, KvRules.MaxValueBytes, cancel);
        }
        catch (StorageException e) when (e.Code == "blob_too_large")
        {
            throw KvRules.TooLarge();
        }
    }

    private async ValueTask PutBlobAsync(string id, StoreKey key, Stream content, ReadOnlyMemory<byte> metadata, DateTimeOffset? expiresAt, CancellationToken cancel)
    {
        _ = PartitionOf(id);
        var blob = await PutBytesAsync(content, cancel);
        await CommitAsync(id, [EntryWrite.Put(key, default) with { Blob = blob, Metadata = metadata, ExpiresAt = expiresAt }], cancel);
    }

    private string PartitionOf(string id) => namespaces.Find(id)?.Partition ?? throw new KvException(404, $"There is no KV namespace '{KvRules.Shown(id)}'.");
}
