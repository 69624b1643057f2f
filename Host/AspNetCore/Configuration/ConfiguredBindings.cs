using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>The bindings of a wrangler configuration, as wrangler would upload them.</summary>
internal static class ConfiguredBindings
{
    private const int MostBindings = 512;

    // Key of the configuration, type of the binding, the property with its name, and properties that are called otherwise there and here.
    private static readonly (string Section, string Type, string Name, (string From, string To)[] Renamed)[] Kinds =
    [
        ("kv_namespaces", "kv_namespace", "binding", [("id", "namespace_id")]),
        ("services", "service", "binding", []),
        ("ratelimits", "ratelimit", "name", []),
        ("r2_buckets", "r2_bucket", "binding", []),
        ("d1_databases", "d1", "binding", []),
        ("queues.producers", "queue", "binding", []),
        ("durable_objects.bindings", "durable_object_namespace", "name", []),
        ("workflows", "workflow", "binding", []),
        ("analytics_engine_datasets", "analytics_engine", "binding", []),
        ("hyperdrive", "hyperdrive", "binding", []),
        ("vectorize", "vectorize", "binding", []),
        ("dispatch_namespaces", "dispatch_namespace", "binding", []),
    ];

    /// <summary>Reads them.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="invalid">Makes the error that says what is wrong.</param>
    public static IReadOnlyList<JsonObject> Read(JsonObject config, Func<string, PureEdgeException> invalid)
    {
        var bindings = new List<JsonObject>();
        foreach (var (section, type, name, renamed) in Kinds)
        {
            foreach (var item in List(config, section, invalid))
            {
                bindings.Add(Binding(item, section, type, name, renamed, invalid));
            }
        }

        if (config["version_metadata"] is { } metadata)
        {
            bindings.Add(Binding(metadata, "version_metadata", "version_metadata", "binding", [], invalid));
        }

        if ((config["assets"] as JsonObject)?["binding"] is not null)
        {
            bindings.Add(new() { ["type"] = "assets", ["name"] = Text((JsonObject)config["assets"]!, "binding") ?? throw invalid("has 'assets.binding' that is not a string") });
        }

        return bindings.Count <= MostBindings ? bindings : throw invalid($"has {bindings.Count} bindings; at most {MostBindings} are allowed");
    }

    private static JsonObject Binding(JsonNode? item, string section, string type, string name, (string From, string To)[] renamed, Func<string, PureEdgeException> invalid)
    {
        if (item is not JsonObject given || Text(given, name) is not { Length: > 0 } called)
        {
            throw invalid($"has an entry in '{section}' without a string '{name}'");
        }

        var binding = new JsonObject { ["type"] = type, ["name"] = called };
        foreach (var (key, value) in given)
        {
            if (key != name)
            {
                binding[Array.Find(renamed, pair => pair.From == key) is { To: { } other } ? other : key] = value?.DeepClone();
            }
        }

        return binding;
    }

    private static JsonArray List(JsonObject config, string section, Func<string, PureEdgeException> invalid)
    {
        JsonNode? node = config;
        foreach (var part in section.Split('.'))
        {
            node = (node as JsonObject)?[part];
        }

        return node switch
        {
            null => [],
            JsonArray list => list,
            _ => throw invalid($"has '{section}' that is not a list"),
        };
    }

    private static string? Text(JsonObject owner, string key) => owner[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
