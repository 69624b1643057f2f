using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Oracles;

/// <summary>No secret of another tenant is in anything that a worker gives out.</summary>
internal sealed class CanaryOracle : IOracle
{
    public string Promise => "no secret of another tenant comes out";

    public Breach? Judge(CaseRun run) =>
        run.Canaries.FirstOrDefault(canary => run.Output.Contains(canary, StringComparison.Ordinal)) is { } found
            ? new("canary", found[..7], $"The neighbour's secret '{found}' is in the output:\n{run.Output}")
            : null;
}
