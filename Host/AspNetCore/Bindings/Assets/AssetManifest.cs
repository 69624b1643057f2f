using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>What an upload session announces: paths, each with the hash and the size of its content.</summary>
/// <param name="Files">Hash and size by unescaped path.</param>
/// <remarks>Immutable; <see cref="Find"/> is for one thread.</remarks>
internal sealed record AssetManifest(IReadOnlyDictionary<string, AssetManifest.File> Files)
{
    /// <summary>As in Workers (https://developers.cloudflare.com/workers/platform/limits/#static-assets).</summary>
    public const int MaxFiles = 20_000;

    /// <inheritdoc cref="MaxFiles"/>
    public const int MaxFileBytes = 25 << 20;

    /// <summary>All files of a version together.</summary>
    public const long MaxBytes = 1L << 30;

    /// <summary>The manifest's JSON.</summary>
    public const int MaxJsonBytes = 8 << 20;

    private const int MaxPath = 1024;
    private const int HashLength = 32;
    private const int MaxShown = 64;

    private Dictionary<string, File>? _byHash;

    /// <summary>The file with a hash, or <see langword="null"/> when none was announced.</summary>
    public File? Find(string hash) => (_byHash ??= Files.Values.DistinctBy(static f => f.Hash, StringComparer.Ordinal).ToDictionary(static f => f.Hash, StringComparer.Ordinal)).GetValueOrDefault(hash);

    /// <summary>Reads a manifest: <c>{"/path":{"hash","size"}}</c>.</summary>
    /// <exception cref="PureEdgeException">It is none.</exception>
    public static AssetManifest From(JsonObject manifest)
    {
        if (manifest.Count > MaxFiles)
        {
            throw Invalid($"The manifest has {manifest.Count} files; at most {MaxFiles} are allowed.");
        }

        var files = new Dictionary<string, File>(manifest.Count, StringComparer.Ordinal);
        var total = 0L;
        foreach (var (path, node) in manifest)
        {
            if (!IsPath(path))
            {
                throw Invalid($"The manifest has the path '{Shown(path)}': it must begin with '/', have at most {MaxPath} characters, no control characters, and no part that is empty, '.' or '..'.");
            }

            if (node is not JsonObject entry || entry["hash"] is not JsonValue hashValue || !hashValue.TryGetValue<string>(out var hash) || !IsHash(hash)
                || entry["size"] is not JsonValue sizeValue || !sizeValue.TryGetValue<long>(out var size) || size is < 0 or > MaxFileBytes)
            {
                throw Invalid($"The manifest's entry of '{Shown(path)}' must have a 'hash' of {HashLength} hexadecimal digits and a 'size' from 0 to {MaxFileBytes} bytes.");
            }

            total += size;
            if (!files.TryAdd(path, new(hash, size)))
            {
                throw Invalid($"The manifest has the path '{Shown(path)}' twice.");
            }
        }

        return total <= MaxBytes ? new(files) : throw Invalid($"The manifest's files have {total} bytes; at most {MaxBytes} are allowed.");
    }

    /// <summary>Whether a text is a hash of wrangler's.</summary>
    public static bool IsHash(string text) => text.Length == HashLength && text.All(char.IsAsciiHexDigitLower);

    public static PureEdgeException Invalid(string message) => new("assets_invalid", message);

    private static string Shown(string text) => text.Length <= MaxShown ? text : text[..MaxShown] + "...";

    private static bool IsPath(string path) => path.Length is > 1 and <= MaxPath && path[0] == '/' && !path.Any(static c => char.IsControl(c))
        && path[1..].Split('/').All(static part => part is not ("" or "." or ".."));

    /// <summary>A file's content.</summary>
    /// <param name="Hash">Its hash.</param>
    /// <param name="Size">Its length in bytes.</param>
    internal sealed record File(string Hash, long Size);
}
