using PureEdge.Engine;
using PureEdge.Fuzz.Programs.Forms;
using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Oracles;

/// <summary>A program that may stand anywhere says the same wherever it stands, and costs the same in an isolate that has run it already.</summary>
internal static class FormOracle
{
    /// <summary>Whether a run can be compared: killed programs stop in different places.</summary>
    public static bool Applies(CaseRun run) => run.Case.MayStandAnywhere && run.Outcome == WorkerOutcome.Ok;

    /// <summary>Compares the run in another shape with the run in the handler.</summary>
    public static Breach? Judge(CaseRun first, CaseRun other)
    {
        var shape = other.Case.Shape;
        return other.Outcome is WorkerOutcome.ExceededCpu or WorkerOutcome.ExceededMemory or WorkerOutcome.ExceededWall ? null
            : other.Outcome != WorkerOutcome.Ok ? new("form", $"{shape}: outcome", $"As {shape} it ends with {other.Outcome}: {other.Failure?.Message}\n{other.Case.WorkerSource}")
            : first.Output == other.Output ? null
            : new("form", $"{shape}: output", $"In the handler:\n{first.Output}\nAs {shape}:\n{other.Output}\n{other.Case.WorkerSource}");
    }

    /// <summary>Compares the first and the second request of one isolate.</summary>
    public static Breach? JudgeAgain(CaseRun first, CaseRun again) =>
        again.Outcome != WorkerOutcome.Ok ? new("form", "used isolate: outcome", $"In a used isolate it ends with {again.Outcome}: {again.Failure?.Message}")
        : first.Output != again.Output ? new("form", "used isolate: output", $"In a fresh isolate:\n{first.Output}\nIn a used one:\n{again.Output}")
        : first.Usage.Fuel != again.Usage.Fuel ? new("form", "used isolate: fuel", $"In a fresh isolate {first.Usage.Fuel} units of fuel, in a used one {again.Usage.Fuel}.")
        : null;
}
