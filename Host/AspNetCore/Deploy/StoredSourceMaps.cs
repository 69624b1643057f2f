using PureEdge.AspNetCore.Configuration;
using PureEdge.Engine;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Deploy;

/// <summary>The source maps of a version in the store, read when they are asked for. Immutable; those of one archive are equal.</summary>
/// <param name="Store">Where the archive is.</param>
/// <param name="Archive">The version's archive.</param>
internal sealed record StoredSourceMaps(DeployStore Store, BlobReference Archive) : ISourceMaps
{
    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(string module, int mostBytes, CancellationToken cancel = default)
    {
        var archive = await Store.ReadBundleAsync(Archive, cancel) ?? throw new InvalidDataException("The version is gone.");
        var map = BundleArchive.FindSourceMap(archive, module + FormSourceMaps.Ending);
        return map.Length <= mostBytes ? map : default;
    }
}
