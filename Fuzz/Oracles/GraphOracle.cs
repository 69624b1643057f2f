using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Oracles;

/// <summary>The tenant's objects are of permitted types and of one engine.</summary>
internal sealed class GraphOracle : IOracle
{
    private readonly GraphWalk _walk = new();

    public string Promise => "the object graph holds only reviewed types, and one engine";

    public Breach? Judge(CaseRun run)
    {
        foreach (var isolate in run.Isolates)
        {
            if (_walk.Walk(isolate) is { } fault)
            {
                return new("graph", fault.What, fault.Path);
            }
        }

        return null;
    }
}
