using System.Text;
using System.Text.Json;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>Reads a file that holds the form wrangler uploads, as <c>wrangler deploy --dry-run --outfile</c> writes it.</summary>
internal static class UploadForm
{
    private const int MaxStartBytes = 512;

    public static WorkerSource Read(string path, string name, ExecutionLimits limits)
    {
        var bytes = WorkerFiles.Read(path, limits.SourceBytes);
        var lineEnd = bytes.AsSpan().IndexOf("\r\n"u8);
        if (lineEnd is < 3 or > 200 || !bytes.AsSpan().StartsWith("--"u8))
        {
            throw new PureEdgeException(
                "form_invalid", $"'{path}' is neither a script (.js, .mjs), nor a wrangler configuration, nor a form written by wrangler deploy --dry-run --outfile.");
        }

        var boundary = Encoding.ASCII.GetString(bytes.AsSpan(2, lineEnd - 2));
        // The whole form is in memory, so nothing here waits.
        var parts = FormParts.ReadAsync(new MemoryStream(bytes), boundary, (WorkerForm.MaxParts(limits), limits.SourceBytes), path).GetAwaiter().GetResult();
        var form = WorkerForm.From(parts, path);
        var bundle = form.Bundle();
        var definition = new WorkerDefinition
        {
            Name = name,
            Bundle = bundle,
            Limits = form.Limits(limits),
            SourceMaps = form.SourceMaps.Count > 0 ? new FormSourceMaps(form.SourceMaps) : null,
            Variables = Variables(form),
            CompatibilityDate = form.CompatibilityDate,
            CompatibilityFlags = form.CompatibilityFlags,
        };
        return new(definition, [Path.GetFullPath(path)], []);
    }

    /// <summary>Whether a file begins as a form does: for the files of a folder, where anything may lie.</summary>
    public static bool IsAt(string path) => WorkerFiles.ReadStart(path, MaxStartBytes) is var start
        && start.StartsWith("--", StringComparison.Ordinal) && start.Contains("content-disposition: form-data", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, JsonElement> Variables(WorkerForm form)
    {
        var variables = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (!form.Metadata.TryGetProperty("bindings", out var bindings) || bindings.ValueKind != JsonValueKind.Array)
        {
            return variables;
        }

        foreach (var binding in bindings.EnumerateArray())
        {
            var key = WorkerForm.Text(binding, "type") switch
            {
                "plain_text" => "text",
                "json" => "json",
                null => throw form.Invalid("has a binding without type"),
                var other => throw form.Invalid($"has the binding '{WorkerForm.Text(binding, "name")}' of type '{other}', which is not supported yet; variables are"),
            };
            var variable = WorkerForm.Text(binding, "name") ?? throw form.Invalid("has a binding without name");
            variables[variable] = binding.TryGetProperty(key, out var value) ? value.Clone() : throw form.Invalid($"has the binding '{variable}' without '{key}'");
        }

        return variables;
    }
}
