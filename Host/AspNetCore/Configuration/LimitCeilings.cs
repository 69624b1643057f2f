using System.Text.Json;
using System.Text.Json.Nodes;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>Limits that those of a worker's own configuration must not exceed (<see cref="PureEdgeOptions.LimitsAreCeilings"/>).</summary>
internal static class LimitCeilings
{
    /// <summary>Refuses limits that are higher.</summary>
    /// <param name="worker">The worker's name.</param>
    /// <param name="asked">What its configuration asks for.</param>
    /// <param name="most">What it may have.</param>
    /// <exception cref="PureEdgeException">Some are; the message names them all, and what is allowed.</exception>
    public static void Require(string worker, ExecutionLimits asked, ExecutionLimits most)
    {
        var (wanted, allowed) = (Numbers(asked), Numbers(most));
        var beyond = wanted.Where(limit => limit.Value > allowed[limit.Key]).Select(limit => $"'{limit.Key}' {limit.Value} (at most {allowed[limit.Key]})").ToArray();
        if (beyond.Length > 0)
        {
            throw new PureEdgeException("limits_too_high", $"The worker '{worker}' asks for limits that are higher than this server allows it: {string.Join(", ", beyond)}. Ask for less, or let its operator set 'workers.{worker}.limits'.");
        }
    }

    /// <summary>The lower one of each limit.</summary>
    public static ExecutionLimits Lower(ExecutionLimits asked, ExecutionLimits most)
    {
        var (wanted, allowed) = (Numbers(asked), Numbers(most));
        return new JsonObject(wanted.Select(limit => KeyValuePair.Create<string, JsonNode?>(limit.Key, Math.Min(limit.Value, allowed[limit.Key])))).Deserialize<ExecutionLimits>(LimitOverrides.Json)!;
    }

    private static Dictionary<string, long> Numbers(ExecutionLimits limits) => JsonSerializer.SerializeToNode(limits, LimitOverrides.Json)!.AsObject()
        .ToDictionary(static limit => limit.Key, static limit => limit.Value!.GetValue<long>(), StringComparer.Ordinal);
}
