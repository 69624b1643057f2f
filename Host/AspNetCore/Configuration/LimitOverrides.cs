using System.Text.Json;
using System.Text.Json.Nodes;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>
/// The section <c>pureedge.limits</c> of a configuration: limits of one worker, named as in <see cref="ExecutionLimits"/> but in
/// snake case (<c>allocation_bytes</c>), over those of the server.
/// </summary>
/// <param name="path">The configuration, for errors.</param>
/// <param name="section">The section, or <see langword="null"/> when there is none.</param>
internal sealed class LimitOverrides(string path, JsonObject? section)
{
    /// <summary>Writes limits by their names in a configuration.</summary>
    internal static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The names of the limits in a configuration, and those of their properties.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = typeof(ExecutionLimits).GetProperties().Where(static p => p.CanWrite).Select(static p => p.Name)
        .ToDictionary(JsonNamingPolicy.SnakeCaseLower.ConvertName, StringComparer.Ordinal);

    /// <summary>The limits of the worker.</summary>
    /// <param name="limits">Those of the server.</param>
    /// <exception cref="PureEdgeException">A limit is unknown or out of its range; the message names all that are, and what is allowed.</exception>
    public ExecutionLimits ApplyTo(ExecutionLimits limits)
    {
        if (section is null)
        {
            return limits;
        }

        var values = JsonSerializer.SerializeToNode(limits, Json)!.AsObject();
        var errors = new List<string>();
        foreach (var (key, value) in section)
        {
            if (!Names.TryGetValue(key, out var name))
            {
                errors.Add($"has an unknown limit 'pureedge.limits.{key}'; there are {string.Join(", ", values.Select(p => p.Key))}");
                continue;
            }

            var (least, most) = ExecutionLimits.RangeOf(name);
            if (value is JsonValue v && v.TryGetValue<long>(out var number) && number >= least && number <= most)
            {
                values[key] = number;
            }
            else
            {
                errors.Add($"has 'pureedge.limits.{key}' {value?.ToJsonString() ?? "null"}; it must be a whole number from {least} to {most}");
            }
        }

        return errors.Count == 0
            ? values.Deserialize<ExecutionLimits>(Json)!
            : throw Invalid(string.Join(", and ", errors));
    }

    private PureEdgeException Invalid(string what) => new("config_invalid", $"'{path}' {what}.");
}
