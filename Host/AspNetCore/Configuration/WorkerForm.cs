using System.Text.Json;
using System.Text.Json.Nodes;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>What wrangler uploads: a part <c>metadata</c> and a part for each module (WRANGLER-API.md section 4).</summary>
/// <param name="Where">Where it came from, for errors.</param>
/// <param name="Metadata">The part <c>metadata</c>, an object.</param>
/// <param name="Modules">The modules, the main one first; none when the metadata names none.</param>
/// <param name="SourceMaps">The source maps, by name.</param>
internal sealed record WorkerForm(string Where, JsonElement Metadata, IReadOnlyList<WorkerModule> Modules, IReadOnlyList<FormPart> SourceMaps)
{
    private const int MaxMetadataBytes = 1 << 20;
    private const int MaxModuleName = 512;

    private static readonly (WorkerModuleKind Kind, string ContentType)[] Kinds =
    [
        (WorkerModuleKind.EsModule, "application/javascript+module"),
        (WorkerModuleKind.ServiceWorker, "application/javascript"),
        (WorkerModuleKind.Text, "text/plain"),
        (WorkerModuleKind.Data, "application/octet-stream"),
        (WorkerModuleKind.Json, "application/json"),
        (WorkerModuleKind.Wasm, "application/wasm"),
    ];

    // Beside the modules: metadata and source maps, one for each.
    private const int MaxOtherParts = 1;
    private const int PartsPerModule = 2;

    /// <summary>How many parts a form may have.</summary>
    public static int MaxParts(ExecutionLimits limits) => (limits.Modules * PartsPerModule) + MaxOtherParts;

    /// <summary>The content type of a part with a module of a kind.</summary>
    public static string ContentTypeOf(WorkerModuleKind kind) => Kinds.Single(known => known.Kind == kind).ContentType;

    /// <summary>Reads a form's parts.</summary>
    /// <exception cref="PureEdgeException">They are no worker.</exception>
    public static WorkerForm From(IReadOnlyList<FormPart> parts, string where)
    {
        JsonElement? metadata = null;
        var modules = new List<WorkerModule>();
        var maps = new List<FormPart>();
        foreach (var part in parts)
        {
            if (part.Name == "metadata" && metadata is null && part.ContentType is null or "application/json")
            {
                metadata = ParseMetadata(where, part.Content);
            }
            else if (KindOf(part.ContentType) is { } kind)
            {
                modules.Add(new(ModuleName(where, part.Name), kind, part.Content));
            }
            else if (part.ContentType is "application/source-map")
            {
                maps.Add(part with { Name = ModuleName(where, part.Name) });
            }
            else
            {
                throw Invalid(where, $"has a module '{part.Name}' of type '{part.ContentType}', which is not supported; the types are ES module, text, binary, JSON and WebAssembly");
            }
        }

        var form = new WorkerForm(where, metadata ?? throw Invalid(where, "has no part 'metadata'"), modules, maps);
        form.PutMainFirst(modules);
        return form;
    }

    /// <summary>The modules as a bundle.</summary>
    /// <exception cref="PureEdgeException">There is no main module, or a name is used twice.</exception>
    public WorkerBundle Bundle()
    {
        if (MainName is null)
        {
            throw Invalid("has metadata without 'main_module'");
        }

        try
        {
            return new(Modules);
        }
        catch (ArgumentException e)
        {
            throw Invalid($"is not a worker: {e.Message.Split(" (Parameter", StringSplitOptions.None)[0].TrimEnd('.')}");
        }
    }

    /// <summary>The limits the metadata sets, over those of the server: the one that Workers have, and over it those of <c>pureedge.limits</c>.</summary>
    public ExecutionLimits Limits(ExecutionLimits limits) => Limits(Where, Metadata, limits);

    /// <inheritdoc cref="Limits(ExecutionLimits)"/>
    public static ExecutionLimits Limits(string where, JsonElement metadata, ExecutionLimits limits)
    {
        var own = metadata.TryGetProperty("pureedge", out var section) && section.ValueKind == JsonValueKind.Object && section.TryGetProperty("limits", out var overrides)
            ? overrides.ValueKind == JsonValueKind.Object ? JsonObject.Create(overrides) : throw Invalid(where, "has 'pureedge.limits' that is not an object")
            : null;
        return new LimitOverrides(where, own).ApplyTo(CpuLimit(where, metadata, limits));
    }

    /// <summary>The metadata's compatibility date.</summary>
    /// <exception cref="PureEdgeException">It is no date.</exception>
    public DateOnly? CompatibilityDate => Configuration.CompatibilityDate.Read(Text(Metadata, "compatibility_date"), Invalid);

    /// <summary>The metadata's compatibility flags.</summary>
    /// <exception cref="PureEdgeException">One is no text.</exception>
    public IReadOnlyList<string> CompatibilityFlags => Texts("compatibility_flags");

    /// <summary>The texts of a list in the metadata; none when it has no such list.</summary>
    /// <exception cref="PureEdgeException">One is no text.</exception>
    public IReadOnlyList<string> Texts(string key) =>
        Metadata.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Invalid($"has an entry in '{key}' that is not a text"))]
            : [];

    /// <summary>A text of the metadata, or <see langword="null"/>.</summary>
    public static string? Text(JsonElement owner, string key) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Says what is wrong with the form.</summary>
    public PureEdgeException Invalid(string what) => Invalid(Where, what);

    private string? MainName => Text(Metadata, "main_module") ?? Text(Metadata, "body_part");

    private void PutMainFirst(List<WorkerModule> modules)
    {
        if (MainName is not { } main)
        {
            return;
        }

        var name = ModuleName(Where, main);
        var index = modules.FindIndex(m => m.Name == name);
        if (index < 0)
        {
            throw Invalid($"names '{main}' as main module, but has no such part");
        }

        (modules[0], modules[index]) = (modules[index], modules[0]);
    }

    private static JsonElement ParseMetadata(string where, byte[] content)
    {
        if (content.Length > MaxMetadataBytes)
        {
            throw Invalid(where, $"has a part 'metadata' of {content.Length} bytes; at most {MaxMetadataBytes} are allowed");
        }

        try
        {
            SoundJson.Require(content);
            using var document = JsonDocument.Parse(content, new() { AllowDuplicateProperties = false });
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw Invalid(where, "has a part 'metadata' that is not JSON");
        }
    }

    private static ExecutionLimits CpuLimit(string where, JsonElement metadata, ExecutionLimits limits)
    {
        if (!metadata.TryGetProperty("limits", out var own) || own.ValueKind != JsonValueKind.Object || !own.TryGetProperty("cpu_ms", out var cpu))
        {
            return limits;
        }

        return cpu.ValueKind == JsonValueKind.Number && cpu.TryGetInt32(out var ms) && ms is >= 1 and <= WranglerConfig.MaxCpuMilliseconds
            ? limits with { CpuMilliseconds = ms }
            : throw Invalid(where, $"has 'limits.cpu_ms' {cpu.GetRawText()}; it must be a number from 1 to {WranglerConfig.MaxCpuMilliseconds}");
    }

    /// <summary>Checks the name of a module. It never becomes a path here, but it does in the tools of those who read it.</summary>
    /// <exception cref="PureEdgeException">It is not sound.</exception>
    public static string ModuleName(string where, string name)
    {
        var module = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        var isSound = module.Length is > 0 and <= MaxModuleName && !module.Contains('\\', StringComparison.Ordinal) && !module.Any(char.IsControl)
            && module.Split('/').All(static segment => segment is not ("" or "." or ".."));
        return isSound
            ? module
            : throw Invalid(where, $"has the module name '{(name.Length > 64 ? name[..64] + "..." : name)}'; it must be a relative path of at most {MaxModuleName} characters with '/', without '.', '..' and empty parts");
    }

    private static WorkerModuleKind? KindOf(string? contentType) =>
        Kinds.Where(known => known.ContentType == contentType).Select(static known => (WorkerModuleKind?)known.Kind).FirstOrDefault();

    private static PureEdgeException Invalid(string where, string what) => new("form_invalid", $"'{where}' {what}.");
}
