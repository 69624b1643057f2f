using System.Text.Json;
using System.Text.Json.Nodes;
using Tomlyn;
using Tomlyn.Model;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>
/// What PureEdge reads of a wrangler configuration (https://developers.cloudflare.com/workers/wrangler/configuration/):
/// <c>wrangler.toml</c>, <c>wrangler.json</c> or <c>wrangler.jsonc</c>.
/// </summary>
/// <param name="Name">The worker's name.</param>
/// <param name="Main">The path of the main module, relative to the configuration.</param>
/// <param name="Variables">The variables of <c>env</c>.</param>
/// <param name="CpuMilliseconds"><c>limits.cpu_ms</c>, if it is set.</param>
/// <param name="Limits"><c>pureedge.limits</c>: further limits of this worker.</param>
/// <param name="Crons"><c>triggers.crons</c>.</param>
/// <param name="Rules">Which files are modules of which kind, beyond wrangler's defaults.</param>
/// <param name="FindsAllModules"><c>find_additional_modules</c>, by default <c>no_bundle</c>: modules nobody imports belong to the worker too.</param>
/// <param name="BaseFolder"><c>base_dir</c>: where <paramref name="FindsAllModules"/> looks; by default the main module's folder.</param>
/// <param name="IsolatePerRequest"><c>pureedge.isolation</c> is <c>"request"</c>.</param>
/// <param name="AllowsEval"><c>pureedge.unsafe_eval</c>: <c>eval</c> and <c>new Function</c> work.</param>
/// <param name="CompatibilityDate"><c>compatibility_date</c>.</param>
/// <param name="CompatibilityFlags"><c>compatibility_flags</c>.</param>
/// <param name="Bindings">The bindings, as wrangler would upload them.</param>
/// <param name="Assets"><c>assets</c>, or <see langword="null"/> without.</param>
internal sealed record WranglerConfig(
    string? Name,
    string? Main,
    IReadOnlyDictionary<string, JsonElement> Variables,
    int? CpuMilliseconds,
    LimitOverrides Limits,
    IReadOnlyList<string> Crons,
    IReadOnlyList<ModuleRule> Rules,
    bool FindsAllModules,
    string? BaseFolder,
    bool IsolatePerRequest,
    bool AllowsEval,
    DateOnly? CompatibilityDate,
    IReadOnlyList<string> CompatibilityFlags,
    IReadOnlyList<JsonObject> Bindings,
    JsonObject? Assets)
{
    /// <summary>The most that <c>limits.cpu_ms</c> may be, as in Workers' paid plan.</summary>
    public const int MaxCpuMilliseconds = 300_000;

    private const int MaxBytes = 1 << 20;

    /// <summary>What a configuration is called, in wrangler's order of preference.</summary>
    public static IReadOnlyList<string> FileNames { get; } = ["wrangler.json", "wrangler.jsonc", "wrangler.toml"];
    private static readonly JsonDocumentOptions Jsonc = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    /// <summary>The configuration in a folder, in wrangler's order of preference, or <see langword="null"/>.</summary>
    public static string? FindIn(string folder) => FileNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(WorkerFiles.Exists);

    /// <summary>Reads a configuration.</summary>
    /// <param name="path">The file.</param>
    /// <param name="environment">The environment of it that is meant, or <see langword="null"/> for the top.</param>
    /// <exception cref="PureEdgeException">It is no TOML or JSON, or a value has the wrong type; the message names file and key.</exception>
    public static WranglerConfig Read(string path, string? environment = null) => Parse(WorkerFiles.ReadText(path, MaxBytes), path, environment);

    /// <summary>Reads a configuration that is no file of this machine.</summary>
    /// <param name="text">The configuration.</param>
    /// <param name="path">Its name: its ending says what it is.</param>
    /// <param name="environment">The environment of it that is meant, or <see langword="null"/> for the top.</param>
    /// <exception cref="PureEdgeException">It is too large, is no TOML or JSON, or a value has the wrong type.</exception>
    public static WranglerConfig Parse(string text, string path, string? environment = null)
    {
        if (text.Length > MaxBytes)
        {
            throw Invalid(path, $"has {text.Length} characters; at most {MaxBytes} are allowed");
        }

        var json = path.EndsWith(".toml", StringComparison.OrdinalIgnoreCase) ? FromToml(text, path) : FromJson(text, path);
        return new Reader(path, environment, json).Read();
    }

    private static JsonNode FromJson(string text, string path)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Jsonc) ?? throw Invalid(path, "is null; it must be an object");
        }
        catch (JsonException e)
        {
            throw Invalid(path, e.LineNumber is { } line ? $"is not JSON, at line {line + 1}, column {e.BytePositionInLine + 1}" : $"is not JSON: {e.Message.TrimEnd('.')}");
        }
    }

    private static JsonNode FromToml(string text, string path)
    {
        try
        {
            return ToJson(TomlSerializer.Deserialize<TomlTable>(text))!;
        }
        catch (TomlException e)
        {
            throw Invalid(path, $"is not TOML: {e.Message.TrimEnd('.')}");
        }
    }

    private static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        TomlTable table => new JsonObject(table.Select(p => KeyValuePair.Create(p.Key, ToJson(p.Value)))),
        TomlTableArray tables => new JsonArray([.. tables.Select(ToJson)]),
        TomlArray array => new JsonArray([.. array.Select(ToJson)]),
        string s => JsonValue.Create(s),
        bool b => JsonValue.Create(b),
        long n => JsonValue.Create(n),
        double d when double.IsFinite(d) => JsonValue.Create(d),
        _ => JsonValue.Create(value.ToString()),
    };

    private static PureEdgeException Invalid(string path, string what) => new("config_invalid", $"'{path}' {what}.");

    private sealed class Reader(string path, string? environment, JsonNode root)
    {
        public WranglerConfig Read()
        {
            var config = root as JsonObject ?? throw Invalid(path, "must hold an object");
            if (environment is not null)
            {
                config = WranglerEnvironment.Select(config, environment, what => Invalid(path, what));
            }

            var own = Section(config, "pureedge") ?? [];
            return new(
                Text(config, "name"),
                Text(config, "main"),
                Variables(config),
                CpuMilliseconds(config),
                new LimitOverrides(path, Section(own, "limits")),
                Strings(Section(config, "triggers"), "crons", "triggers.crons"),
                [.. Items(config, "rules").Select(Rule)],
                Flag(config, "find_additional_modules") ?? Flag(config, "no_bundle") ?? false,
                Text(config, "base_dir"),
                Isolation(own),
                Flag(own, "unsafe_eval") ?? false,
                Configuration.CompatibilityDate.Read(Text(config, "compatibility_date"), what => Invalid(path, what)),
                Strings(config, "compatibility_flags", "compatibility_flags"),
                ConfiguredBindings.Read(config, what => Invalid(path, what)),
                Section(config, "assets"));
        }

        private static JsonArray Empty => [];

        private string? Text(JsonObject owner, string key) => owner[key] switch
        {
            null => null,
            JsonValue v when v.TryGetValue<string>(out var text) => text,
            _ => throw Invalid(path, $"has '{key}' that is not a string"),
        };

        private bool? Flag(JsonObject owner, string key) => owner[key] switch
        {
            null => null,
            JsonValue v when v.TryGetValue<bool>(out var flag) => flag,
            _ => throw Invalid(path, $"has '{key}' that is not true or false"),
        };

        private JsonObject? Section(JsonObject owner, string key) => owner[key] switch
        {
            null => null,
            JsonObject section => section,
            _ => throw Invalid(path, $"has '{key}' that is not an object"),
        };

        private JsonArray Items(JsonObject owner, string key) => owner[key] switch
        {
            null => Empty,
            JsonArray items => items,
            _ => throw Invalid(path, $"has '{key}' that is not a list"),
        };

        private Dictionary<string, JsonElement> Variables(JsonObject config) =>
            (Section(config, "vars") ?? []).ToDictionary(p => p.Key, p => JsonSerializer.SerializeToElement(p.Value), StringComparer.Ordinal);

        private int? CpuMilliseconds(JsonObject config) => Section(config, "limits")?["cpu_ms"] switch
        {
            null => null,
            JsonValue v when v.TryGetValue<long>(out var ms) && ms is >= 1 and <= MaxCpuMilliseconds => (int)ms,
            var v => throw Invalid(path, $"has 'limits.cpu_ms' {v.ToJsonString()}; it must be a number from 1 to {MaxCpuMilliseconds}"),
        };

        private IReadOnlyList<string> Strings(JsonObject? owner, string key, string shown) => owner is null
            ? []
            : [.. Items(owner, key).Select(i => i is JsonValue v && v.TryGetValue<string>(out var s) ? s : throw Invalid(path, $"has an entry in '{shown}' that is not a string"))];

        private ModuleRule Rule(JsonNode? node)
        {
            var rule = node as JsonObject ?? throw Invalid(path, "has an entry in 'rules' that is not an object");
            var type = Text(rule, "type");
            return ModuleRule.Create(type, Strings(rule, "globs", "rules.globs"))
                ?? throw Invalid(path, $"has a rule of type '{type}'; the types are ESModule, Text and Data");
        }

        private bool Isolation(JsonObject own) => Text(own, "isolation") switch
        {
            null or "shared" => false,
            "request" => true,
            var other => throw Invalid(path, $"has 'pureedge.isolation' \"{other}\"; it must be \"shared\" or \"request\""),
        };
    }
}
