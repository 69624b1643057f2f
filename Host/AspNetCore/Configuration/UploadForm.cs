using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>
/// Reads the multipart form that wrangler uploads and <c>wrangler deploy --dry-run --outfile</c> writes: a part <c>metadata</c> and
/// a part for each module (WRANGLER-API.md section 4).
/// </summary>
internal static class UploadForm
{
    // Beside the modules: metadata and source maps, one for each.
    private const int MaxOtherParts = 1;
    private const int PartsPerModule = 2;
    private const int MaxStartBytes = 512;

    public static WorkerSource Read(string path, string name, ExecutionLimits limits)
    {
        var bytes = WorkerFiles.Read(path, limits.SourceBytes);
        var lineEnd = bytes.AsSpan().IndexOf("\r\n"u8);
        if (lineEnd is < 3 or > 200 || !bytes.AsSpan().StartsWith("--"u8))
        {
            throw Invalid(path, "is neither a script (.js, .mjs), nor a wrangler configuration, nor a form written by wrangler deploy --dry-run --outfile");
        }

        var boundary = Encoding.ASCII.GetString(bytes.AsSpan(2, lineEnd - 2));
        JsonElement? metadata = null;
        var modules = new List<WorkerModule>();
        foreach (var part in Parts(path, boundary, bytes, (limits.Modules * PartsPerModule) + MaxOtherParts))
        {
            if (part.Name == "metadata" && metadata is null && part.ContentType is null or "application/json")
            {
                metadata = ParseMetadata(path, part.Content);
            }
            else if (KindOf(part.ContentType) is { } kind)
            {
                modules.Add(new(ModuleName(part.Name), kind, part.Content));
            }
            else if (part.ContentType is not "application/source-map")
            {
                throw Invalid(path, $"has a module '{part.Name}' of type '{part.ContentType}', which is not supported; the types are ES module, text, binary and JSON");
            }
        }

        var definition = Definition(path, name, metadata ?? throw Invalid(path, "has no part 'metadata'"), modules, limits);
        return new(definition, [Path.GetFullPath(path)], []);
    }

    /// <summary>Whether a file begins as a form does: for the files of a folder, where anything may lie.</summary>
    public static bool IsAt(string path) => WorkerFiles.ReadStart(path, MaxStartBytes) is var start
        && start.StartsWith("--", StringComparison.Ordinal) && start.Contains("content-disposition: form-data", StringComparison.OrdinalIgnoreCase);

    private static WorkerDefinition Definition(string path, string name, JsonElement metadata, List<WorkerModule> modules, ExecutionLimits limits)
    {
        var main = Text(metadata, "main_module") ?? Text(metadata, "body_part") ?? throw Invalid(path, "has metadata without 'main_module'");
        var index = modules.FindIndex(m => m.Name == ModuleName(main));
        if (index < 0)
        {
            throw Invalid(path, $"names '{main}' as main module, but has no such part");
        }

        (modules[0], modules[index]) = (modules[index], modules[0]);
        var variables = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (metadata.TryGetProperty("bindings", out var bindings) && bindings.ValueKind == JsonValueKind.Array)
        {
            foreach (var binding in bindings.EnumerateArray())
            {
                var key = Text(binding, "type") switch
                {
                    "plain_text" => "text",
                    "json" => "json",
                    null => throw Invalid(path, "has a binding without type"),
                    var other => throw Invalid(path, $"has the binding '{Text(binding, "name")}' of type '{other}', which is not supported yet; variables are"),
                };
                var variable = Text(binding, "name") ?? throw Invalid(path, "has a binding without name");
                variables[variable] = binding.TryGetProperty(key, out var value) ? value.Clone() : throw Invalid(path, $"has the binding '{variable}' without '{key}'");
            }
        }

        try
        {
            return new() { Name = name, Bundle = new(modules), Limits = Limits(path, metadata, limits), Variables = variables };
        }
        catch (ArgumentException e)
        {
            throw Invalid(path, $"is not a worker: {e.Message}");
        }
    }

    private static JsonElement ParseMetadata(string path, byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw Invalid(path, "has a part 'metadata' that is not JSON");
        }
    }

    // The limit that Workers have, and over it those of 'pureedge.limits', as in a configuration.
    private static ExecutionLimits Limits(string path, JsonElement metadata, ExecutionLimits limits)
    {
        var own = metadata.TryGetProperty("pureedge", out var section) && section.ValueKind == JsonValueKind.Object && section.TryGetProperty("limits", out var overrides)
            ? overrides.ValueKind == JsonValueKind.Object ? JsonObject.Create(overrides) : throw Invalid(path, "has 'pureedge.limits' that is not an object")
            : null;
        return new LimitOverrides(path, own).ApplyTo(CpuLimit(path, metadata, limits));
    }

    private static ExecutionLimits CpuLimit(string path, JsonElement metadata, ExecutionLimits limits)
    {
        if (!metadata.TryGetProperty("limits", out var own) || own.ValueKind != JsonValueKind.Object || !own.TryGetProperty("cpu_ms", out var cpu))
        {
            return limits;
        }

        return cpu.ValueKind == JsonValueKind.Number && cpu.TryGetInt32(out var ms) && ms is >= 1 and <= WranglerConfig.MaxCpuMilliseconds
            ? limits with { CpuMilliseconds = ms }
            : throw Invalid(path, $"has 'limits.cpu_ms' {cpu.GetRawText()}; it must be a number from 1 to {WranglerConfig.MaxCpuMilliseconds}");
    }

    private static string? Text(JsonElement owner, string key) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string ModuleName(string name) => name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;

    private static WorkerModuleKind? KindOf(string? contentType) => contentType switch
    {
        "application/javascript+module" => WorkerModuleKind.EsModule,
        "application/javascript" => WorkerModuleKind.ServiceWorker,
        "text/plain" => WorkerModuleKind.Text,
        "application/octet-stream" => WorkerModuleKind.Data,
        "application/json" => WorkerModuleKind.Json,
        _ => null,
    };

    private static IEnumerable<Part> Parts(string path, string boundary, byte[] bytes, int maxParts)
    {
        var reader = new MultipartReader(boundary, new MemoryStream(bytes)) { HeadersCountLimit = 16, HeadersLengthLimit = 16 << 10 };
        for (var count = 0; ; count++)
        {
            MultipartSection? section;
            var content = new MemoryStream();
            try
            {
                // The whole form is in memory, so nothing here waits.
                section = reader.ReadNextSectionAsync().GetAwaiter().GetResult();
                section?.Body.CopyTo(content);
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                throw Invalid(path, $"is a damaged form: {e.Message.TrimEnd('.')}");
            }

            if (section is null)
            {
                yield break;
            }

            if (count == maxParts)
            {
                throw Invalid(path, $"has more than {maxParts} parts");
            }

            var disposition = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var parsed) ? parsed : null;
            var name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).ToString();
            yield return new(name, section.ContentType?.Split(';')[0].Trim(), content.ToArray());
        }
    }

    private static PureEdgeException Invalid(string path, string what) => new("form_invalid", $"'{path}' {what}.");

    private sealed record Part(string Name, string? ContentType, byte[] Content);
}
