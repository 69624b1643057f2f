using PureEdge.Engine;
using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Oracles;

/// <summary>A worker ends in one of the declared ways; no fault of ours or of the interpreter comes out, and an answer comes at all.</summary>
internal sealed class OutcomeOracle : IOracle
{
    public string Promise => "the outcome is a declared one";

    public Breach? Judge(CaseRun run)
    {
        if (run.Fault is { } fault)
        {
            var frame = fault.StackTrace?.Split('\n').FirstOrDefault(static line => line.Contains("PureEdge", StringComparison.Ordinal) || line.Contains("Jint", StringComparison.Ordinal))?.Trim() ?? "";
            var inner = fault.InnerException is { } cause ? $"\ncaused by {cause}" : "";
            return new("fault", $"{fault.GetType().Name} {frame.Split(" in ")[0]}", $"{fault}{inner}");
        }

        if (run.Hung)
        {
            return new("hang", "no answer", "Nothing came back for 15 seconds, or the thread was lost.");
        }

        if (run.Case.MustBeAnswered && run.Outcome is not WorkerOutcome.Ok)
        {
            return new("answer", run.Outcome?.ToWireName() ?? "refused", $"It must be answered, and was not: {run.Failure?.Message}");
        }

        return run.Outcome is WorkerOutcome.InternalError or WorkerOutcome.Quarantined or WorkerOutcome.ScriptNotFound or WorkerOutcome.Overloaded
            ? new("fault", run.Outcome.Value.ToWireName(), $"{run.Failure?.Message}\n{run.Failure?.Stack}")
            : null;
    }
}
