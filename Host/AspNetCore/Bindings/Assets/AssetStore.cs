using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>
/// The files that were uploaded, each worker's apart: a hash is the sender's word, and what one worker's deployer says of a file is no other's to believe.
/// In the partition <c>assets</c> is <c>w/NAME</c>, with the partition of a worker's files, and <c>x/PARTITION</c> for those of workers that are gone;
/// the key of a file is its hash.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class AssetStore(IEdgeStore store, TimeProvider time) : IAssetFiles
{
    private const string Registry = "assets";

    // One request each; a file of the greatest size has one for itself.
    private const long BucketBytes = 16L << 20;
    private const int BucketFiles = 500;
    private const int MaxContentType = 255;

    // Shorter than what nobody refers to yet is kept.
    private static readonly TimeSpan SessionTime = TimeSpan.FromMinutes(45);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>Begins an upload.</summary>
    /// <returns>The token of the session, and the hashes that are missing, in as many parts as there are to be requests.</returns>
    /// <exception cref="PureEdgeException">The manifest is none.</exception>
    public async Task<(string Token, IReadOnlyList<IReadOnlyList<string>> Buckets)> BeginAsync(string worker, JsonObject manifest, CancellationToken cancel)
    {
        var files = AssetManifest.From(manifest);
        var partition = await PartitionOfAsync(worker, cancel);
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(files));
        var blob = await store.PutBlobAsync(content, content.Length, cancel);
        var token = new AssetSession(worker, blob, time.GetUtcNow() + SessionTime).Sign(_key);
        var buckets = new List<List<string>>();
        var left = 0L;
        var touched = new List<EntryWrite>();
        foreach (var file in files.Files.Values.DistinctBy(static f => f.Hash, StringComparer.Ordinal))
        {
            if (await store.GetAsync(partition, StoreKey.From(file.Hash), cancel) is { Blob: { } blobOfFile } present && blobOfFile.Length == file.Size)
            {
                // As if it was uploaded now: a sweep must not take it before the session's deployment refers to it.
                touched.Add(EntryWrite.Put(present.Key, Encoding.ASCII.GetBytes(Record(TypeOf(present)))) with { Blob = blobOfFile });
                continue;
            }

            if (buckets.Count == 0 || left < file.Size || buckets[^1].Count == BucketFiles)
            {
                buckets.Add([]);
                left = BucketBytes;
            }

            buckets[^1].Add(file.Hash);
            left -= file.Size;
        }

        foreach (var some in touched.Chunk(StoreLimits.MaxWritesPerCommit))
        {
            await store.CommitAsync(new() { Partition = partition, Writes = some }, cancel);
        }

        return (token, buckets);
    }

    /// <summary>The session of a token that was sent, with its manifest.</summary>
    /// <exception cref="PureEdgeException">It is none, or has ended.</exception>
    public async Task<(AssetSession Session, AssetManifest Manifest)> ReadSessionAsync(string token, CancellationToken cancel)
    {
        var session = AssetSession.Read(token, _key, time.GetUtcNow()) ?? throw AssetManifest.Invalid("The token of the assets' upload is not one of this server, or its time is over: deploy again.");
        var bytes = await ReadAsync(session.Manifest, cancel) ?? throw AssetManifest.Invalid("The assets' upload is over: deploy again.");
        return (session, JsonSerializer.Deserialize<AssetManifest>(bytes)!);
    }

    /// <summary>Keeps a file of a session.</summary>
    /// <param name="session">The session, with its manifest.</param>
    /// <param name="hash">Which file.</param>
    /// <param name="contentType">Its media type, or <c>application/null</c> for none.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="PureEdgeException">The session did not announce it so.</exception>
    public async Task AddAsync((AssetSession Session, AssetManifest Manifest) session, string hash, string? contentType, Stream content, CancellationToken cancel)
    {
        var file = session.Manifest.Find(hash) ?? throw AssetManifest.Invalid("The upload has a file that the manifest did not announce.");
        var type = contentType is null or "application/null" ? "" : contentType;
        if (type.Length > MaxContentType || type.Any(static c => c is < ' ' or > '~'))
        {
            throw AssetManifest.Invalid($"The file '{hash}' has a Content-Type that is none: at most {MaxContentType} printable ASCII characters are allowed.");
        }

        BlobReference blob;
        try
        {
            blob = await store.PutBlobAsync(content, file.Size, cancel);
        }
        catch (StorageException e) when (e.Code == "blob_too_large")
        {
            throw AssetManifest.Invalid($"The file '{hash}' is larger than the {file.Size} bytes of the manifest.");
        }

        if (blob.Length != file.Size)
        {
            throw AssetManifest.Invalid($"The file '{hash}' has {blob.Length} bytes, and not the {file.Size} of the manifest.");
        }

        var partition = await PartitionOfAsync(session.Session.Worker, cancel);
        await store.CommitAsync(new() { Partition = partition, Writes = [EntryWrite.Put(StoreKey.From(hash), Encoding.ASCII.GetBytes(Record(type))) with { Blob = blob }] }, cancel);
    }

    /// <summary>The files of an upload that is complete.</summary>
    /// <param name="worker">The worker they are for.</param>
    /// <param name="token">What the upload's last answer gave.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="PureEdgeException">It is another worker's, or a file is missing.</exception>
    public async Task<AssetTable> CompleteAsync(string worker, string token, CancellationToken cancel)
    {
        var (session, manifest) = await ReadSessionAsync(token, cancel);
        if (session.Worker != worker)
        {
            throw AssetManifest.Invalid($"The assets were uploaded for another worker than '{worker}'.");
        }

        var partition = await PartitionOfAsync(worker, cancel);
        var assets = new List<Asset>();
        foreach (var (path, file) in manifest.Files)
        {
            var entry = await store.GetAsync(partition, StoreKey.From(file.Hash), cancel);
            if (entry?.Blob is not { } blob || blob.Length != file.Size)
            {
                throw AssetManifest.Invalid($"The file '{path}' of the manifest was not uploaded: deploy again.");
            }

            var type = TypeOf(entry);
            assets.Add(new(path, file.Hash, type.Length == 0 ? null : type, blob));
        }

        return new(assets);
    }

    /// <summary>Stores a table; a commit must refer to it soon.</summary>
    public async Task<BlobReference> PutTableAsync(AssetTable table, CancellationToken cancel)
    {
        using var content = new MemoryStream(table.Write());
        return await store.PutBlobAsync(content, content.Length, cancel);
    }

    /// <summary>Reads a table.</summary>
    /// <exception cref="InvalidDataException">It is gone or damaged.</exception>
    public async Task<AssetTable> ReadTableAsync(BlobReference table, CancellationToken cancel = default) =>
        AssetTable.Read(await ReadAsync(table, cancel) ?? throw new InvalidDataException("The table of the assets is gone."));

    /// <inheritdoc/>
    public ValueTask<Stream?> OpenAsync(Asset asset, long offset, long length, CancellationToken cancel) => store.OpenBlobAsync(asset.Blob.Hash, offset, length, cancel);

    /// <summary>Forgets the files of a worker that was deleted: whoever has its name next begins with none.</summary>
    public async Task ForgetAsync(string worker, CancellationToken cancel)
    {
        if (await store.GetAsync(Registry, StoreKey.From("w/" + worker), cancel) is { } entry)
        {
            await store.CommitAsync(new() { Partition = Registry, Writes = [EntryWrite.Delete(entry.Key), EntryWrite.Put(StoreKey.From("x/" + entry.Metadata.ToText()), default)] }, cancel);
        }
    }

    /// <summary>Removes files that no version has, and that were uploaded longer than <paramref name="grace"/> ago.</summary>
    /// <param name="grace">How long a file may wait for its deployment.</param>
    /// <param name="tablesOf">The tables of a worker's versions; <see langword="null"/> when there is no such worker.</param>
    /// <param name="cancel">Stops.</param>
    public async Task SweepAsync(TimeSpan grace, Func<string, Task<IReadOnlyList<BlobReference>?>> tablesOf, CancellationToken cancel)
    {
        var before = time.GetUtcNow() - grace;
        await foreach (var entry in EntriesAsync(Registry, cancel))
        {
            var (kind, name) = (entry.Key.ToString()[..2], entry.Key.ToString()[2..]);
            if (kind == "x/")
            {
                await SweepAsync("assets/" + name, static _ => false, cancel);
                await store.CommitAsync(new() { Partition = Registry, Writes = [EntryWrite.Delete(entry.Key)] }, cancel);
                continue;
            }

            var tables = await tablesOf(name);
            var kept = new HashSet<string>(StringComparer.Ordinal);
            foreach (var table in tables ?? [])
            {
                kept.UnionWith((await ReadTableAsync(table, cancel)).All.Select(static a => a.Hash));
            }

            await SweepAsync("assets/" + entry.Metadata.ToText(), file => kept.Contains(file.Key.ToString()) || AddedOn(file) > before, cancel);
            if (tables is null && (await store.ListAsync("assets/" + entry.Metadata.ToText(), new() { Limit = 1, WithValues = false }, cancel)).Entries.Count == 0)
            {
                await ForgetAsync(name, cancel);
            }
        }
    }

    private async Task SweepAsync(string partition, Func<StoredEntry, bool> isKept, CancellationToken cancel)
    {
        await foreach (var file in EntriesAsync(partition, cancel))
        {
            if (!isKept(file))
            {
                await store.CommitAsync(new() { Partition = partition, Expected = [new(file.Key, file.Version)], Writes = [EntryWrite.Delete(file.Key)] }, cancel);
            }
        }
    }

    private string Record(string type) => $"{time.GetUtcNow().ToUnixTimeSeconds()} {type}";

    private static string TypeOf(StoredEntry file) => file.Value.ToText().Split(' ', 2)[1];

    private static DateTimeOffset AddedOn(StoredEntry file) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(file.Value.ToText().Split(' ', 2)[0], System.Globalization.CultureInfo.InvariantCulture));

    private async Task<byte[]?> ReadAsync(BlobReference blob, CancellationToken cancel)
    {
        await using var content = await store.OpenBlobAsync(blob.Hash, cancel: cancel);
        if (content is null)
        {
            return null;
        }

        var bytes = new byte[blob.Length];
        await content.ReadExactlyAsync(bytes, cancel);
        return bytes;
    }

    private async Task<string> PartitionOfAsync(string worker, CancellationToken cancel)
    {
        var key = StoreKey.From("w/" + worker);
        while (true)
        {
            if (await store.GetAsync(Registry, key, cancel) is { } entry)
            {
                return "assets/" + entry.Metadata.ToText();
            }

            var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
            await store.CommitAsync(new() { Partition = Registry, Expected = [new(key, 0)], Writes = [EntryWrite.Put(key, default) with { Metadata = Encoding.ASCII.GetBytes(id) }] }, cancel);
        }
    }

    private async IAsyncEnumerable<StoredEntry> EntriesAsync(string partition, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        StoreKey? after = default(StoreKey);
        while (after is { } from)
        {
            var page = await store.ListAsync(partition, new() { After = from }, cancel);
            foreach (var entry in page.Entries)
            {
                yield return entry;
            }

            after = page.Next;
        }
    }
}

/// <summary>What is stored as ASCII.</summary>
internal static class StoredText
{
    public static string ToText(this ReadOnlyMemory<byte> bytes) => Encoding.ASCII.GetString(bytes.Span);
}
