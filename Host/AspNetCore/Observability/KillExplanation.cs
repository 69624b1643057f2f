using System.Globalization;
using System.Text;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Observability;

/// <summary>What an operator is told of an event that a limit ended: which limit, how much of it was used and allowed, the line that ran, and what raises it.</summary>
internal static class KillExplanation
{
    private const int MostLineLength = 120;

    /// <summary>The unit of a limit's numbers.</summary>
    public static string UnitOf(LimitKind kind) => kind switch
    {
        LimitKind.Cpu => "fuel",
        LimitKind.Memory or LimitKind.RetainedMemory or LimitKind.Stack => "bytes",
        LimitKind.WallTime => "milliseconds",
        _ => "requests",
    };

    /// <summary>The explanation, in one line; <see langword="null"/> when no limit ended the event.</summary>
    public static string? Of(WorkerFailure failure, WorkerDefinition definition)
    {
        if (failure.Limit is not { } limit)
        {
            return null;
        }

        var text = new StringBuilder(failure.Message);
        text.Append(CultureInfo.InvariantCulture, $" Consumed {limit.Consumed} of {limit.Allowed} {UnitOf(limit.Kind)}");
        if (failure.Location is { } place)
        {
            text.Append(" at ").Append(place);
            if (LineOf(failure, definition) is { Length: > 0 } line)
            {
                text.Append(": ").Append(line);
            }
        }

        text.Append('.').Append(MostFuel(failure));
        if (HowToRaise(limit.Kind) is { } how)
        {
            text.Append(' ').Append(how);
        }

        return text.ToString();
    }

    /// <summary>Where the fuel went, as a sentence after a space; empty when nothing was sampled.</summary>
    public static string MostFuel(WorkerFailure failure) => failure.HotFunctions.Count == 0
        ? ""
        : $" Most fuel went to {string.Join(", ", failure.HotFunctions.Select(static function => string.Create(
            CultureInfo.InvariantCulture, $"{LogText.Clean(function.Name is { } name ? $"{name} ({function.Place})" : function.Place)} {function.Share:0 %}")))}.";

    /// <summary>What to write into the worker's configuration to allow more, or <see langword="null"/> for what is no limit.</summary>
    public static string? HowToRaise(LimitKind kind)
    {
        var (key, name, note) = kind switch
        {
            LimitKind.Cpu => ("limits.cpu_ms", nameof(ExecutionLimits.CpuMilliseconds), " ms"),
            LimitKind.Memory => ("pureedge.limits.allocation_bytes", nameof(ExecutionLimits.AllocationBytes), " bytes"),
            LimitKind.RetainedMemory => ("pureedge.limits.retained_bytes", nameof(ExecutionLimits.RetainedBytes), " bytes"),
            LimitKind.WallTime => ("pureedge.limits.turn_milliseconds", nameof(ExecutionLimits.TurnMilliseconds), " ms"),
            LimitKind.Stack => ("pureedge.limits.stack_bytes", nameof(ExecutionLimits.StackBytes), " bytes"),
            LimitKind.Subrequests => ("pureedge.limits.subrequests", nameof(ExecutionLimits.Subrequests), ""),
            _ => ("", "", ""),
        };
        return key.Length == 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"To allow more, set '{key}' in the worker's configuration, up to {ExecutionLimits.RangeOf(name).Most}{note}, and deploy it.");
    }

    // The text of the line that ran: what the tenant wrote, so that a bundle without a source map can be read too.
    private static string? LineOf(WorkerFailure failure, WorkerDefinition definition)
    {
        if (failure.Limit?.Location is not { Start.Line: > 0 } location || definition.Bundle.Modules.FirstOrDefault(m => m.Name == location.SourceFile) is not { } module)
        {
            return null;
        }

        var rest = module.Content.Span;
        for (var line = 1; line < location.Start.Line; line++)
        {
            var end = rest.IndexOf((byte)'\n');
            if (end < 0)
            {
                return null;
            }

            rest = rest[(end + 1)..];
        }

        var length = rest.IndexOf((byte)'\n');
        var bytes = length < 0 ? rest : rest[..length];
        // A minified line may be megabytes: what stands around the column is enough.
        var from = Math.Clamp(location.Start.Column, 0, bytes.Length);
        var shown = Encoding.UTF8.GetString(bytes.Slice(from, Math.Min(MostLineLength, bytes.Length - from))).Trim();
        return LogText.Clean(bytes.Length - from > MostLineLength ? shown + "..." : shown);
    }
}
