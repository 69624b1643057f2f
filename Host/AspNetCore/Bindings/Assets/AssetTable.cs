using System.Collections.Frozen;
using System.Text.Json;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>The static assets of one version, by path. Immutable; it is stored as a blob of its own.</summary>
internal sealed class AssetTable(IEnumerable<Asset> assets)
{
    private readonly FrozenDictionary<string, Asset> _assets = assets.ToFrozenDictionary(static a => a.Path, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public IReadOnlyList<Asset> All => _assets.Values;

    /// <summary>The file of a path, or <see langword="null"/>.</summary>
    public Asset? Find(string path) => _assets.GetValueOrDefault(path);

    /// <summary>As bytes; the same files give the same bytes.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(
        _assets.Values.OrderBy(static a => a.Path, StringComparer.Ordinal).Select(static a => new Row(a.Path, a.Hash, a.ContentType, a.Blob.Hash.Hex, a.Blob.Length)));

    /// <summary>Reads what <see cref="Write"/> gave.</summary>
    /// <exception cref="InvalidDataException">It is no table.</exception>
    public static AssetTable Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new((JsonSerializer.Deserialize<Row?[]>(bytes) ?? throw NoTable()).Select(static row =>
                row is { Path: not null, Hash: not null, Blob: not null } && BlobHash.TryParse(row.Blob, out var hash)
                    ? new Asset(row.Path, row.Hash, row.ContentType, new(hash, row.Length))
                    : throw NoTable()));
        }
        catch (JsonException e)
        {
            throw NoTable(e);
        }
    }

    private static InvalidDataException NoTable(JsonException? e = null) => new("It is no table of assets.", e);

    private sealed record Row(string Path, string Hash, string? ContentType, string Blob, long Length);
}
