using System.Collections.Concurrent;
using PureEdge.AspNetCore.Bindings.Assets;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Deploy;

/// <summary>What the versions of a worker take in the store: modules, source maps and static assets, each content once. It is counted when somebody asks, and kept until the worker has another version.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StoredSizes(DeployStore store, AssetStore assets)
{
    private readonly ConcurrentDictionary<string, long> _known = new(StringComparer.Ordinal);

    /// <summary>The versions of a worker are others now.</summary>
    public void Forget(string worker) => _known.TryRemove(worker, out _);

    /// <summary>What those of a worker take, in bytes.</summary>
    public async ValueTask<long> OfAsync(string worker, CancellationToken cancel) =>
        _known.TryGetValue(worker, out var known) ? known : _known[worker] = await CountAsync(worker, null, cancel);

    /// <summary>What they will take when there is one more.</summary>
    public ValueTask<long> WithAsync(string worker, VersionRecord next, CancellationToken cancel) => CountAsync(worker, next, cancel);

    private async ValueTask<long> CountAsync(string worker, VersionRecord? next, CancellationToken cancel)
    {
        var blobs = new Dictionary<BlobHash, long>();
        IEnumerable<VersionRecord> versions = await store.VersionsAsync(worker, cancel);
        foreach (var version in next is null ? versions : versions.Append(next))
        {
            blobs[version.Bundle.Hash] = version.Bundle.Length;
            if (version.Assets is { } table && blobs.TryAdd(table.Hash, table.Length))
            {
                foreach (var asset in (await assets.ReadTableAsync(table, cancel)).All)
                {
                    blobs[asset.Blob.Hash] = asset.Blob.Length;
                }
            }
        }

        return blobs.Values.Sum();
    }
}
