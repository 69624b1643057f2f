using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Oracles;

/// <summary>What a thread really allocates for a case is within the limit and 16 MB.</summary>
internal sealed class MemoryOracle : IOracle
{
    private const long Tolerance = 16L << 20;

    public string Promise => "allocation is within the limit and 16 MB";

    public Breach? Judge(CaseRun run)
    {
        var most = run.Limits.AllocationBytes + Tolerance;
        return run.AllocatedBytes > most ? Of("running", run.AllocatedBytes, most)
            : run.ParseAllocatedBytes > most ? Of("parsing", run.ParseAllocatedBytes, most)
            : null;
    }

    private static Breach Of(string when, long bytes, long most) =>
        new("memory", when, $"{bytes >> 20} MB were allocated while {when}; {most >> 20} MB are more than allowed.");
}
