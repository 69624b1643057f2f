using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>
/// An environment of a wrangler configuration, <c>env.NAME</c> (https://developers.cloudflare.com/workers/wrangler/environments/): what it says stands in place of what the
/// top says; what it does not say is the top's, except variables and bindings, which it has only if it says so itself.
/// </summary>
internal static class WranglerEnvironment
{
    private static readonly HashSet<string> NotInherited = new(StringComparer.Ordinal)
    {
        "vars", "define", "secrets", "kv_namespaces", "r2_buckets", "d1_databases", "durable_objects", "queues", "services", "workflows", "analytics_engine_datasets", "ratelimits",
        "tail_consumers", "version_metadata", "hyperdrive", "ai", "browser", "vectorize", "send_email", "dispatch_namespaces", "mtls_certificates",
    };

    /// <summary>The configuration as it is for an environment. Without a name of its own the worker has that of the top, a dash and the environment's.</summary>
    /// <param name="config">The whole configuration.</param>
    /// <param name="name">The environment.</param>
    /// <param name="invalid">Makes the error that says what is wrong.</param>
    /// <exception cref="PureEdgeException">There is no such environment.</exception>
    public static JsonObject Select(JsonObject config, string name, Func<string, PureEdgeException> invalid)
    {
        var all = config["env"] switch
        {
            null => [],
            JsonObject section => section,
            _ => throw invalid("has 'env' that is not an object"),
        };
        var environment = all[name] as JsonObject ?? throw invalid(
            all.ContainsKey(name) ? $"has 'env.{name}' that is not an object"
            : all.Count == 0 ? $"has no environment '{name}': it has none at all"
            : $"has no environment '{name}'; it has {string.Join(", ", all.Select(static each => $"'{each.Key}'"))}");
        var selected = new JsonObject(config.Where(static each => each.Key != "env" && !NotInherited.Contains(each.Key)).Select(Copy));
        if (selected["name"] is JsonValue top && top.TryGetValue<string>(out var text))
        {
            selected["name"] = $"{text}-{name}";
        }

        foreach (var (key, value) in environment)
        {
            selected[key] = value?.DeepClone();
        }

        return selected;
    }

    private static KeyValuePair<string, JsonNode?> Copy(KeyValuePair<string, JsonNode?> property) => new(property.Key, property.Value?.DeepClone());
}
