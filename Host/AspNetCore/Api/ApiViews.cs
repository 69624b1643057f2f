using System.Globalization;
using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Bindings;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Deploy;

namespace PureEdge.AspNetCore.Api;

/// <summary>Workers, versions and deployments as the API shows them (WRANGLER-API.md section 5).</summary>
internal static class ApiViews
{
    // There are no users yet, only the one who has the token.
    public const string Email = "admin@pureedge.invalid";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Whole milliseconds, 1 or more.</summary>
    public static int StartupTime(VersionRecord version) => Math.Max(1, (int)Math.Ceiling(version.StartupMilliseconds));

    public static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(static t => (JsonNode?)t)];

    public static JsonArray Bindings(VersionRecord version, BindingCatalog catalog) => [.. version.ReadBindings().Select(b => (JsonNode?)catalog.Show(b))];

    public static JsonObject Version(VersionRecord version, BindingCatalog catalog, bool hasPreview) => new()
    {
        ["id"] = version.Id,
        ["number"] = version.Number,
        ["metadata"] = new JsonObject
        {
            ["created_on"] = Time(version.CreatedOn),
            ["modified_on"] = Time(version.CreatedOn),
            ["source"] = "wrangler",
            ["author_id"] = "admin",
            ["author_email"] = Email,
            ["has_preview"] = hasPreview,
        },
        ["annotations"] = Annotations(("workers/triggered_by", version.TriggeredBy), ("workers/message", version.Message), ("workers/tag", version.VersionTag)),
        ["resources"] = new JsonObject
        {
            ["bindings"] = Bindings(version, catalog),
            ["script"] = new JsonObject { ["etag"] = version.Etag, ["handlers"] = Texts(version.Handlers), ["last_deployed_from"] = "wrangler" },
            ["script_runtime"] = new JsonObject
            {
                ["compatibility_date"] = CompatibilityDate.Text(version.CompatibilityDate),
                ["compatibility_flags"] = Texts(version.CompatibilityFlags),
                ["usage_model"] = "standard",
                ["limits"] = version.Limits?["limits"]?.DeepClone() ?? new JsonObject(),
            },
        },
        ["startup_time_ms"] = StartupTime(version),
    };

    public static JsonObject Deployment(DeploymentRecord deployment) => new()
    {
        ["id"] = deployment.Id,
        ["source"] = "wrangler",
        ["strategy"] = "percentage",
        ["author_email"] = Email,
        ["created_on"] = Time(deployment.CreatedOn),
        ["annotations"] = Annotations(("workers/message", deployment.Message)),
        ["versions"] = new JsonArray([.. deployment.Versions.Select(static v => new JsonObject { ["version_id"] = v.VersionId, ["percentage"] = v.Percentage })]),
    };

    private static JsonObject Annotations(params ReadOnlySpan<(string Key, string? Value)> all)
    {
        var annotations = new JsonObject();
        foreach (var (key, value) in all)
        {
            if (value is not null)
            {
                annotations[key] = value;
            }
        }

        return annotations;
    }
}
