using PureEdge.Engine;
using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Oracles;

/// <summary>What a case asks for is on the bill, at the prices of Limits/README.md. It needs no clock, so that it also sees little that is missing.</summary>
internal sealed class BillOracle : IOracle
{
    public string Promise => "what is asked for is on the bill";

    public Breach? Judge(CaseRun run) =>
        run.Case.LeastFuel is { } least && run.Outcome == WorkerOutcome.Ok && run.Usage.Fuel < least
            ? new("bill", run.Case.Text.Split('\n')[^1], $"{run.Usage.Fuel} units of fuel were billed; this costs at least {least}.")
            : null;
}
