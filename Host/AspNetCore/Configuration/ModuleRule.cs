using Microsoft.Extensions.FileSystemGlobbing;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>Files that are modules of a kind, by their path.</summary>
internal sealed record ModuleRule(WorkerModuleKind Kind, IReadOnlyList<string> Globs)
{
    /// <summary>wrangler's defaults, and JSON as its bundler treats it.</summary>
    public static IReadOnlyList<ModuleRule> Defaults { get; } =
    [
        new(WorkerModuleKind.EsModule, ["**/*.js", "**/*.mjs"]),
        new(WorkerModuleKind.Text, ["**/*.txt", "**/*.html", "**/*.sql"]),
        new(WorkerModuleKind.Data, ["**/*.bin"]),
        new(WorkerModuleKind.Wasm, ["**/*.wasm", "**/*.wasm?module"]),
        new(WorkerModuleKind.Json, ["**/*.json"]),
    ];

    /// <summary>The rule of a wrangler type, or <see langword="null"/> for a type that is not supported.</summary>
    public static ModuleRule? Create(string? type, IReadOnlyList<string> globs) => type switch
    {
        "ESModule" => new(WorkerModuleKind.EsModule, globs),
        "Text" => new(WorkerModuleKind.Text, globs),
        "Data" => new(WorkerModuleKind.Data, globs),
        "CompiledWasm" => new(WorkerModuleKind.Wasm, globs),
        _ => null,
    };

    /// <summary>The kind of a module by its path, or <see langword="null"/> when no rule matches. Rules of the user come first.</summary>
    public static WorkerModuleKind? KindOf(string path, IReadOnlyList<ModuleRule> rules) =>
        rules.Concat(Defaults).FirstOrDefault(rule => rule.Matches(path))?.Kind;

    private bool Matches(string path)
    {
        var matcher = new Matcher(StringComparison.OrdinalIgnoreCase);
        matcher.AddIncludePatterns(Globs);
        return matcher.Match(path).HasMatches;
    }
}
