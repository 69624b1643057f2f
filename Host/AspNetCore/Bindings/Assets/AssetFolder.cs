using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.StaticFiles;
using PureEdge.AspNetCore.Configuration;

namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>The static assets of a worker that is served from a path: the files of a folder, as they were when it was read.</summary>
/// <remarks>Immutable; a file that changes afterwards answers with what it has when it is asked for.</remarks>
internal sealed class AssetFolder : IAssetFiles
{
    private const string HeadersFile = "_headers";
    private const string RedirectsFile = "_redirects";
    private const string PagesFile = "_worker.js";
    private const int MaxRulesBytes = 1 << 20;

    private static readonly EnumerationOptions NoLinks = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, MaxRecursionDepth = 64 };
    private static readonly FileExtensionContentTypeProvider Types = new();

    private readonly string _root;

    private AssetFolder(string root) => _root = root;

    /// <summary>Reads a folder: which files there are, and what they hash to. Symbolic links are not followed.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="config"><c>assets</c> of the wrangler configuration.</param>
    /// <param name="hasCode">Whether the worker has code for what no file answers.</param>
    /// <returns>The assets, and what they were read from: the files, and the folders, where new ones may appear.</returns>
    /// <exception cref="PureEdgeException">It is no folder, or it or a file in it is too large.</exception>
    public static (StaticAssets Assets, IReadOnlyList<string> Files) Read(string root, JsonObject config, bool hasCode)
    {
        if (!Directory.Exists(root))
        {
            throw new PureEdgeException("config_invalid", $"'{root}', the directory of the assets, does not exist.");
        }

        var assets = new List<Asset>();
        var ignoreFile = Path.Combine(root, AssetIgnore.FileName);
        var hasIgnoreFile = WorkerFiles.Exists(ignoreFile);
        var ignored = AssetIgnore.From(hasIgnoreFile ? WorkerFiles.ReadText(ignoreFile, MaxRulesBytes) : "");
        List<string> files = [root, .. Directory.EnumerateDirectories(root, "*", NoLinks).Where(folder => !ignored.HasFolder(PathOf(root, folder)))];
        var own = (JsonObject)config.DeepClone();
        var total = 0L;
        foreach (var file in Directory.EnumerateFiles(root, "*", NoLinks).Order(StringComparer.Ordinal))
        {
            var path = PathOf(root, file);
            if (path is HeadersFile or RedirectsFile)
            {
                own[path] = WorkerFiles.ReadText(file, MaxRulesBytes);
            }

            if (path is HeadersFile or RedirectsFile or AssetIgnore.FileName)
            {
                files.Add(file);
            }

            if (ignored.Has(path))
            {
                continue;
            }

            if (!hasIgnoreFile && path.StartsWith(PagesFile, StringComparison.Ordinal))
            {
                throw new PureEdgeException("config_invalid", $"'{file}' is code of Pages, and would be an asset that everybody can read. Move it away, or write '{PagesFile}' into '{ignoreFile}'.");
            }

            files.Add(file);
            var bytes = WorkerFiles.Read(file, AssetManifest.MaxFileBytes);
            total += bytes.Length;
            if (assets.Count >= AssetManifest.MaxFiles || total > AssetManifest.MaxBytes)
            {
                throw new PureEdgeException("file_too_large", $"'{root}' holds more than {AssetManifest.MaxFiles} assets, or more than {AssetManifest.MaxBytes} bytes together.");
            }

            assets.Add(new("/" + path, Convert.ToHexStringLower(SHA256.HashData(bytes))[..32], TypeOf(path), new(default, bytes.Length)));
        }

        return (new(new AssetFolder(root), new AssetTable(assets), AssetConfig.From(own), hasCode), files);
    }

    /// <inheritdoc/>
    public ValueTask<Stream?> OpenAsync(Asset asset, long offset, long length, CancellationToken cancel)
    {
        var path = Path.Combine(_root, asset.Path[1..].Replace('/', Path.DirectorySeparatorChar));
        if (!WorkerFiles.Exists(path))
        {
            return new((Stream?)null);
        }

        var bytes = WorkerFiles.Read(path, AssetManifest.MaxFileBytes);
        return bytes.Length == asset.Blob.Length
            ? new(new MemoryStream(bytes, (int)offset, (int)length, writable: false))
            : throw new Engine.HostErrorException(Engine.HostErrorKind.Error, $"The asset '{asset.Path}' has changed; the worker must be read again.");
    }

    private static string PathOf(string root, string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');

    // As wrangler says of them: text is UTF-8.
    private static string? TypeOf(string path) => !Types.TryGetContentType(path, out var type) ? null
        : type.StartsWith("text/", StringComparison.Ordinal) || type is "application/javascript" or "application/json" ? type + "; charset=utf-8"
        : type;
}
