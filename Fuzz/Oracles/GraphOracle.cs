using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Oracles;

/// <summary>The tenant's objects are of permitted types and of one engine.</summary>
internal sealed class GraphOracle : IOracle
{
    private readonly GraphWalk _walk = new();

    /// <summary>The engines that were walked, none of which is kept alive by this.</summary>
    public List<WeakReference> Engines { get; } = [];

    public string Promise => "the object graph holds only reviewed types, and one engine";

    public Breach? Judge(CaseRun run)
    {
        foreach (var isolate in run.Isolates)
        {
            var found = _walk.Walk(isolate);
            if (_walk.TakeEngine() is { } engine)
            {
                Engines.Add(new(engine));
            }

            if (found is { } fault)
            {
                return new("graph", fault.What, fault.Path);
            }
        }

        return null;
    }
}
