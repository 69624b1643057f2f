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
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The limits of the worker.</summary>
    /// <param name="limits">Those of the server.</param>
    /// <exception cref="PureEdgeException">A limit is unknown or out of its range; the message names it and what is allowed.</exception>
    public ExecutionLimits ApplyTo(ExecutionLimits limits)
    {
        if (section is null)
        {
            return limits;
        }

        var values = JsonSerializer.SerializeToNode(limits, Json)!.AsObject();
        foreach (var (key, value) in section)
        {
            if (!values.ContainsKey(key))
            {
                throw Invalid($"has an unknown limit 'pureedge.limits.{key}'; there are {string.Join(", ", values.Select(p => p.Key))}");
            }

            values[key] = value is JsonValue v && v.TryGetValue<long>(out var number)
                ? number
                : throw Invalid($"has 'pureedge.limits.{key}' {value?.ToJsonString() ?? "null"}; it must be a whole number");
        }

        try
        {
            return values.Deserialize<ExecutionLimits>(Json)!.Validate();
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw Invalid($"has a limit in 'pureedge.limits' that is out of its range. {e.Message.TrimEnd('.')}");
        }
        catch (JsonException e)
        {
            throw Invalid($"has a limit in 'pureedge.limits' that is far out of its range: {e.Path}");
        }
    }

    private PureEdgeException Invalid(string what) => new("config_invalid", $"'{path}' {what}.");
}
