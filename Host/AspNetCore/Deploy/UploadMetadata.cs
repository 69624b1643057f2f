using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Bindings;
using PureEdge.AspNetCore.Configuration;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Deploy;

/// <summary>Writes the metadata of an upload, as wrangler would; for what is uploaded without wrangler.</summary>
internal static class UploadMetadata
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The metadata of a worker that has a configuration.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="bindings">Its bindings beside its variables.</param>
    /// <param name="message">What the version's list says of it, or <see langword="null"/>.</param>
    public static JsonObject Of(WorkerDefinition worker, IReadOnlyList<JsonObject> bindings, string? message)
    {
        var metadata = Begin(worker.Bundle.Main, worker.CompatibilityDate, worker.CompatibilityFlags, message);
        metadata["bindings"] = new JsonArray([.. worker.Variables.Select(static v => Variable(v.Key, v.Value)), .. bindings.Select(static b => b.DeepClone())]);
        metadata["pureedge"] = Own(worker);
        return metadata;
    }

    /// <summary>The metadata of new code without a configuration: everything else stays as it is in the newest version.</summary>
    /// <param name="before">The newest version, or <see langword="null"/> of a new worker.</param>
    /// <param name="main">The new main module.</param>
    /// <param name="message">What the version's list says of it, or <see langword="null"/>.</param>
    public static JsonObject Keeping(VersionRecord? before, WorkerModule main, string? message)
    {
        var metadata = Begin(main, before?.CompatibilityDate, before?.CompatibilityFlags ?? [], message);
        metadata["keep_bindings"] = new JsonArray([.. (before?.ReadBindings() ?? []).Select(static b => b.Type).Distinct(StringComparer.Ordinal).Select(static type => (JsonNode?)type)]);
        metadata["keep_assets"] = before?.Assets is not null;
        foreach (var (key, section) in before?.Limits ?? [])
        {
            metadata[key] = section?.DeepClone();
        }

        return metadata;
    }

    /// <summary>The upload of modules with their metadata, checked as one that came through the API.</summary>
    /// <exception cref="PureEdgeException">It asks for something that is not there, or is not what it must be.</exception>
    public static Upload ToUpload(JsonObject metadata, WorkerBundle bundle, string where) => Upload.From(WorkerForm.From(
        [
            new("metadata", "application/json", Encoding.UTF8.GetBytes(metadata.ToJsonString())),
            .. bundle.Modules.Select(static module => new FormPart(module.Name, WorkerForm.ContentTypeOf(module.Kind), module.Content.ToArray())),
        ],
        where));

    private static JsonObject Begin(WorkerModule main, DateOnly? date, IReadOnlyList<string> flags, string? message)
    {
        var metadata = new JsonObject
        {
            [main.Kind == WorkerModuleKind.ServiceWorker ? "body_part" : "main_module"] = main.Name,
            ["compatibility_flags"] = new JsonArray([.. flags.Select(static f => (JsonNode?)f)]),
        };
        if (date is { } day)
        {
            metadata["compatibility_date"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        if (message is not null)
        {
            metadata["annotations"] = new JsonObject { ["workers/message"] = message };
        }

        return metadata;
    }

    private static JsonObject Variable(string name, JsonElement value) => value.ValueKind == JsonValueKind.String
        ? new() { ["type"] = "plain_text", ["name"] = name, ["text"] = value.GetString() }
        : new() { ["type"] = "json", ["name"] = name, ["json"] = JsonNode.Parse(value.GetRawText()) };

    // The limits that are not the defaults: for the others the server's count.
    private static JsonObject Own(WorkerDefinition worker)
    {
        var defaults = JsonSerializer.SerializeToNode(ExecutionLimits.Default, Json)!.AsObject();
        var limits = new JsonObject();
        foreach (var (key, value) in JsonSerializer.SerializeToNode(worker.Limits, Json)!.AsObject())
        {
            if (!JsonNode.DeepEquals(value, defaults[key]))
            {
                limits[key] = value?.DeepClone();
            }
        }

        var own = new JsonObject { ["limits"] = limits };
        if (worker.Isolation == IsolationMode.Request)
        {
            own["isolation"] = "request";
        }

        return own;
    }
}
