using System.Text.Json;
using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Bindings;
using PureEdge.AspNetCore.Bindings.Secrets;
using PureEdge.AspNetCore.Configuration;

namespace PureEdge.AspNetCore.Deploy;

/// <summary>What an upload's metadata says beside the modules.</summary>
internal sealed class Upload
{
    private const int MaxBindings = 512;
    private const int MaxTailConsumers = 10;

    private Upload(WorkerForm form) => Form = form;

    public WorkerForm Form { get; }

    /// <summary>Checks a form's metadata.</summary>
    /// <exception cref="PureEdgeException">It asks for something that is not there, or is not what it must be.</exception>
    public static Upload From(WorkerForm form)
    {
        if (form.Metadata.ValueKind != JsonValueKind.Object)
        {
            throw form.Invalid("has metadata that is not an object");
        }

        foreach (var (key, what) in new[]
        {
            ("migrations", "Durable Objects"), ("exports", "Durable Objects"), ("containers", "containers"),
        })
        {
            if (form.Metadata.TryGetProperty(key, out var value) && IsSomething(value))
            {
                throw new PureEdgeException("unsupported", $"The upload has '{key}': it needs {what}, which PureEdge does not have yet.");
            }
        }

        return new(form);
    }

    /// <summary>The token of the static assets that were uploaded before, and how they answer; <see langword="null"/> without.</summary>
    public (string Token, JsonObject? Config)? Assets => !Form.Metadata.TryGetProperty("assets", out var assets) || assets.ValueKind == JsonValueKind.Null
        ? null
        : WorkerForm.Text(assets, "jwt") is { Length: > 0 } token
            ? (token, assets.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object ? JsonObject.Create(config) : null)
            : throw Form.Invalid("has 'assets' without a text 'jwt'");

    /// <summary>Whether the assets of the version before are kept.</summary>
    public bool KeepsAssets => Form.Metadata.TryGetProperty("keep_assets", out var keep) && keep.ValueKind == JsonValueKind.True;

    /// <summary>Whether there is code, and not only assets.</summary>
    public bool HasCode => Form.Modules.Count > 0 || (Assets is null && !KeepsAssets);

    /// <summary>The modules.</summary>
    /// <exception cref="PureEdgeException">There is no main module, or a name is used twice.</exception>
    public Engine.WorkerBundle Bundle => HasCode ? Form.Bundle() : AssetsOnly.Bundle;


    /// <summary>The tail workers, or <see langword="null"/> when nothing is said of them.</summary>
    public IReadOnlyList<string>? TailConsumers => Form.Metadata.TryGetProperty("tail_consumers", out var consumers) ? ReadTailConsumers(JsonNode.Parse(consumers.GetRawText())) : null;

    /// <summary>Reads a list of tail workers: <c>[{"service":"w"}]</c>.</summary>
    /// <exception cref="PureEdgeException">It is none.</exception>
    public static IReadOnlyList<string> ReadTailConsumers(JsonNode? node) => node switch
    {
        null => [],
        JsonArray { Count: <= MaxTailConsumers } list => [.. list.Select(static item => item is JsonObject consumer && consumer["service"] is JsonValue value && value.TryGetValue<string>(out var name)
            ? name
            : throw new PureEdgeException("binding_invalid", "An entry of 'tail_consumers' has no text 'service'.")).Distinct(StringComparer.Ordinal)],
        _ => throw new PureEdgeException("binding_invalid", $"'tail_consumers' is no list of at most {MaxTailConsumers} workers."),
    };

    public string? Message => Annotation("workers/message");

    public string? VersionTag => Annotation("workers/tag");

    public IReadOnlyList<string>? Tags => Form.Metadata.TryGetProperty("tags", out _) ? Form.Texts("tags") : null;

    /// <summary>The sections <c>limits</c> and <c>pureedge</c>, if there are.</summary>
    public JsonObject? Limits
    {
        get
        {
            var limits = new JsonObject();
            foreach (var key in new[] { "limits", "pureedge" })
            {
                if (Form.Metadata.TryGetProperty(key, out var section) && section.ValueKind == JsonValueKind.Object)
                {
                    limits[key] = JsonObject.Create(section);
                }
            }

            return limits.Count == 0 ? null : limits;
        }
    }

    /// <summary>What the bindings reach beyond the worker itself: the property that names it, its value, and the binding.</summary>
    public IEnumerable<(string Key, string Value, BindingConfig Binding)> Reached() => BindingNodes().Select(BindingConfig.From).SelectMany(static binding => binding.Type switch
    {
        "service" => [("service", binding.Require("service"), binding)],
        "kv_namespace" => [("namespace_id", binding.Text("namespace_id") ?? "", binding)],
        "ratelimit" => [("namespace_id", binding.Text("namespace_id") ?? "", binding)],
        _ => Array.Empty<(string, string, BindingConfig)>(),
    });

    /// <summary>The bindings of the new version: those of the metadata, and what is kept of the version before.</summary>
    /// <param name="worker">The worker's name.</param>
    /// <param name="before">The bindings of the newest version.</param>
    /// <param name="catalog">Knows the kinds.</param>
    /// <exception cref="PureEdgeException">A binding is not what it must be; <c>inherit_unknown</c>: it is to be inherited and is not there.</exception>
    public IReadOnlyList<JsonObject> Bindings(string worker, IReadOnlyList<BindingConfig> before, BindingCatalog catalog)
    {
        var bindings = new OrderedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var node in BindingNodes())
        {
            var binding = BindingConfig.From(node);
            var kept = binding.Type == "inherit" ? Inherited(binding.Name, before) : catalog.Accept(worker, binding).Properties;
            if (!bindings.TryAdd(binding.Name, kept))
            {
                throw BindingConfig.Invalid($"The binding '{binding.Name}' is there twice.");
            }
        }

        // wrangler 4.86 does not say so, but means it: an upload never takes secrets away.
        string[] keep = [SecretsSlice.Type, .. Form.Texts("keep_bindings")];
        foreach (var binding in before.Where(b => keep.Contains(b.Type, StringComparer.Ordinal)))
        {
            bindings.TryAdd(binding.Name, binding.Properties);
        }

        return bindings.Count <= MaxBindings
            ? [.. bindings.Values.Select(static b => (JsonObject)b.DeepClone())]
            : throw BindingConfig.Invalid($"The worker has {bindings.Count} bindings; at most {MaxBindings} are allowed.");
    }

    private static JsonObject Inherited(string name, IReadOnlyList<BindingConfig> before) => before.FirstOrDefault(b => b.Name == name)?.Properties
        ?? throw new PureEdgeException("inherit_unknown", $"The binding '{name}' is to be inherited, but the newest version has no binding of that name.");

    private static bool IsSomething(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => false,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => true,
    };

    private JsonArray BindingNodes() => Form.Metadata.TryGetProperty("bindings", out var bindings)
        ? bindings.ValueKind == JsonValueKind.Array ? JsonArray.Create(bindings)! : throw Form.Invalid("has 'bindings' that is not a list")
        : [];

    private string? Annotation(string key) =>
        Form.Metadata.TryGetProperty("annotations", out var annotations) ? WorkerForm.Text(annotations, key) : null;
}
