using System.Text.Json;
using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>How a version's assets answer (https://developers.cloudflare.com/workers/static-assets/). Immutable.</summary>
/// <param name="HtmlHandling"><c>auto-trailing-slash</c>, <c>force-trailing-slash</c>, <c>drop-trailing-slash</c> or <c>none</c>.</param>
/// <param name="NotFoundHandling"><c>none</c>, <c>404-page</c> or <c>single-page-application</c>.</param>
/// <param name="IsWorkerFirst">Whether the worker gets every request, whatever <paramref name="WorkerFirst"/> says.</param>
/// <param name="WorkerFirst">Patterns of the paths that the worker gets; <c>!</c> takes some of them back.</param>
/// <param name="Headers">The rules of <c>_headers</c>.</param>
/// <param name="Redirects">The rules of <c>_redirects</c>.</param>
internal sealed record AssetConfig(
    string HtmlHandling, string NotFoundHandling, bool IsWorkerFirst, IReadOnlyList<string> WorkerFirst, IReadOnlyList<HeaderRule> Headers, IReadOnlyList<RedirectRule> Redirects)
{
    private const int MaxPatterns = 100;
    private const int MaxPattern = 1024;

    private static readonly string[] HtmlModes = ["auto-trailing-slash", "force-trailing-slash", "drop-trailing-slash", "none"];
    private static readonly string[] NotFoundModes = ["none", "404-page", "single-page-application"];

    /// <summary>Reads the configuration of an upload's metadata.</summary>
    /// <exception cref="PureEdgeException">A value is not what it must be.</exception>
    public static AssetConfig From(JsonObject? config) => new(
        OneOf(config, "html_handling", HtmlModes),
        OneOf(config, "not_found_handling", NotFoundModes),
        config?["run_worker_first"] is JsonValue flag && flag.GetValueKind() == JsonValueKind.True,
        Patterns(config),
        HeaderRule.Parse(Text(config, "_headers")),
        RedirectRule.Parse(Text(config, "_redirects")));

    /// <summary>Whether the worker answers a path, and not the assets.</summary>
    public bool IsForWorker(string path)
    {
        if (IsWorkerFirst || WorkerFirst.Count == 0)
        {
            return IsWorkerFirst;
        }

        var isForWorker = false;
        foreach (var pattern in WorkerFirst)
        {
            if (pattern[0] == '!')
            {
                if (IsMatch(pattern.AsSpan(1), path))
                {
                    return false;
                }
            }
            else
            {
                isForWorker |= IsMatch(pattern, path);
            }
        }

        return isForWorker;
    }

    // Each '*' takes as little as does; when that fails, the last one takes more. Linear in the product of both lengths, without a stack.
    private static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path)
    {
        var (p, t, star, mark) = (0, 0, -1, 0);
        while (t < path.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (p++, t);
            }
            else if (p < pattern.Length && pattern[p] == path[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim('*').IsEmpty;
    }

    private static string OneOf(JsonObject? config, string key, string[] allowed) => config?[key] switch
    {
        null => allowed[0],
        JsonValue value when value.TryGetValue<string>(out var text) && allowed.Contains(text, StringComparer.Ordinal) => text,
        _ => throw AssetManifest.Invalid($"'assets.config.{key}' is not one of {string.Join(", ", allowed)}."),
    };

    private static IReadOnlyList<string> Patterns(JsonObject? config)
    {
        if (config?["run_worker_first"] is not JsonArray list)
        {
            return [];
        }

        return list.Count <= MaxPatterns
            ? [.. list.Select(static node => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length <= MaxPattern && text.TrimStart('!').StartsWith('/') && !text.StartsWith("!!", StringComparison.Ordinal)
                ? text
                : throw AssetManifest.Invalid($"'assets.config.run_worker_first' has an entry that is no pattern: it must be a text of at most {MaxPattern} characters that begins with '/' or '!/'."))]
            : throw AssetManifest.Invalid($"'assets.config.run_worker_first' has {list.Count} patterns; at most {MaxPatterns} are allowed.");
    }

    private static string Text(JsonObject? config, string key) => config?[key] switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw AssetManifest.Invalid($"'assets.config.{key}' is not a text."),
    };
}
