using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PureEdge.Engine;
using PureEdge.Storage.Caching;

namespace PureEdge.AspNetCore.Caching;

/// <summary>
/// Keeps the responses of <c>caches</c> on the disk, so that they survive the server, and the small ones that are asked for in memory in front of that.
/// </summary>
/// <remarks>Thread-safe. Nothing of its own changes: what there is, is known to the folder, and what lies in front is only ever found through that.</remarks>
internal sealed class DiskResponseCache : IResponseCache, IAsyncDisposable
{
    // What is larger is read fast enough, and would push out many that are small.
    private const int MaxBytesInFront = 64 << 10;

    // A body is read whole, and charged to the request that asks for it.
    private const int MaxBytesOfBody = 32 << 20;

    private readonly CacheFolder _folder;
    private readonly MemoryResponseCache _front;

    /// <summary>Opens a cache.</summary>
    /// <param name="options">Where, and the bounds; a group is a worker.</param>
    /// <param name="front">What has the small ones; none other puts into it.</param>
    public DiskResponseCache(CacheFolderOptions options, MemoryResponseCache front)
    {
        _folder = new(options);
        _front = front;
        MaxBodyBytes = (int)Math.Min(Math.Min(options.MaxGroupBytes, options.MaxBytes) / 2, MaxBytesOfBody);
    }

    /// <inheritdoc/>
    public int MaxBodyBytes { get; }

    /// <summary>What is on the disk, in bytes.</summary>
    public long Bytes => _folder.Bytes;

    /// <inheritdoc/>
    public async ValueTask<CachedResponse?> FindAsync(CacheKey key, Func<CachedResponse, int, bool> accepts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(accepts);
        foreach (var item in await _folder.FindAsync(key.Worker, HashOf(key), cancellationToken))
        {
            var isInFront = false;
            var found = await _front.FindAsync(InFront(key, item), (response, bytes) => (isInFront = true) && accepts(response, bytes), cancellationToken);
            if (found is not null)
            {
                _folder.Touch(item);
                return found;
            }

            if (!isInFront && await ReadAsync(key, item, accepts, cancellationToken) is { } read)
            {
                return read;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public async ValueTask PutAsync(CacheKey key, CachedResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        var item = response.Body.Length <= MaxBodyBytes && ResponseCodec.Encode(key, response, CacheFolder.MaxHeadBytes) is { } head
            ? await _folder.PutAsync(key.Worker, HashOf(key), VariantOf(response), ExpiryOf(response), head, response.Body, cancellationToken)
            : null;
        if (item is null)
        {
            // It takes the place of the one before all the same.
            await DeleteAsync(key, cancellationToken);
            return;
        }

        await KeepInFrontAsync(key, item, response, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken) => _folder.DeleteAsync(key.Worker, HashOf(key), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ForgetAsync(string worker, CancellationToken cancellationToken)
    {
        // The folder first: what is read of it meanwhile comes to lie in front.
        await _folder.ForgetAsync(worker, cancellationToken);
        await _front.ForgetAsync(worker, cancellationToken);
    }

    /// <inheritdoc cref="CacheFolder.ForgetOthers"/>
    /// <param name="workers">The workers that there are.</param>
    public void ForgetOthers(IEnumerable<string> workers) => _folder.ForgetOthers(workers);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    private async ValueTask<CachedResponse?> ReadAsync(CacheKey key, CacheItem item, Func<CachedResponse, int, bool> accepts, CancellationToken cancellationToken)
    {
        CachedResponse? response = null;
        var content = await _folder.ReadAsync(item, (head, bytes) => (response = ResponseCodec.Decode(key, head.Span)) is not null && accepts(response, bytes), cancellationToken);
        if (content is null || response is null)
        {
            return null;
        }

        response = new()
        {
            Status = response.Status,
            StatusText = response.StatusText,
            Headers = response.Headers,
            Body = content.Body,
            StoredAt = response.StoredAt,
            ExpiresAt = response.ExpiresAt,
            VaryingHeaders = response.VaryingHeaders,
        };
        await KeepInFrontAsync(key, item, response, cancellationToken);
        return response;
    }

    private ValueTask KeepInFrontAsync(CacheKey key, CacheItem item, CachedResponse response, CancellationToken cancellationToken) =>
        response.Size <= MaxBytesInFront ? _front.PutAsync(InFront(key, item), response, cancellationToken) : ValueTask.CompletedTask;

    private static long ExpiryOf(CachedResponse response) => (long)Math.Clamp(Math.Ceiling(response.ExpiresAt), 0, 1e15);

    // By the number of the item: what was replaced or deleted can then not be found here, however late it is put.
    private static CacheKey InFront(CacheKey key, CacheItem item) => new(key.Worker, "", item.Stamp.ToString(CultureInfo.InvariantCulture));

    private static UInt128 HashOf(CacheKey key)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, key.Cache);
        Append(hash, key.Url);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
    }

    private static ulong VariantOf(CachedResponse response)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, value) in response.VaryingHeaders)
        {
            Append(hash, name);
            Append(hash, value);
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
    }

    // With its length: no two lists of texts have the same bytes.
    private static void Append(IncrementalHash hash, string? text)
    {
        hash.AppendData(BitConverter.GetBytes(text?.Length ?? -1));
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }
}
