using PureEdge.AspNetCore.Configuration;

namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>
/// Which files of a folder are no assets: what <c>.assetsignore</c> at its top says, as wrangler reads it (https://developers.cloudflare.com/workers/static-assets/binding/#ignoring-assets), in the
/// language of .gitignore (https://git-scm.com/docs/gitignore). Letters of both cases are the same. Where the package that wrangler reads it with departs from git
/// (a range that is negated, an escaped star at the end) git is followed. That file, <c>_headers</c> and <c>_redirects</c> are none unless it says otherwise.
/// </summary>
/// <remarks>For one thread: what was decided of folders is kept.</remarks>
internal sealed class AssetIgnore
{
    /// <summary>The name of the file.</summary>
    public const string FileName = ".assetsignore";

    private const int MaxRules = 10_000;

    private static readonly string[] Metafiles = ["/" + FileName, "/_redirects", "/_headers"];

    private readonly List<AssetIgnoreRule> _rules;
    private readonly Dictionary<string, bool> _folders = new(StringComparer.Ordinal) { [""] = false };

    private AssetIgnore(List<AssetIgnoreRule> rules) => _rules = rules;

    /// <summary>Reads what a file says.</summary>
    /// <param name="text">Its text; empty when there is none.</param>
    /// <exception cref="PureEdgeException">It has too many rules.</exception>
    public static AssetIgnore From(string text)
    {
        var rules = Metafiles.Concat(text.Split('\n')).Select(AssetIgnoreRule.From).OfType<AssetIgnoreRule>().ToList();
        return rules.Count - Metafiles.Length <= MaxRules
            ? new(rules)
            : throw new PureEdgeException("file_too_large", $"'{FileName}' has {rules.Count - Metafiles.Length} rules; at most {MaxRules} are allowed.");
    }

    /// <summary>Whether a file is no asset.</summary>
    /// <param name="path">Its path from the folder, with <c>/</c> and without one at the beginning.</param>
    public bool Has(string path) => HasFolder(FolderOf(path)) || Says(path, isFolder: false);

    /// <summary>Whether nothing in a folder is an asset: what is in a folder that is ignored cannot be taken back.</summary>
    /// <param name="path">Its path, as for <see cref="Has"/>; empty for the folder itself.</param>
    public bool HasFolder(string path)
    {
        if (!_folders.TryGetValue(path, out var isIgnored))
        {
            _folders[path] = isIgnored = HasFolder(FolderOf(path)) || Says(path, isFolder: true);
        }

        return isIgnored;
    }

    private static string FolderOf(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];

    // The last rule that matches decides.
    private bool Says(string path, bool isFolder)
    {
        var parts = path.Split('/');
        return _rules.FindLast(rule => rule.Matches(parts, isFolder)) is { IsNegated: false };
    }
}
