namespace PureEdge.Hostile.Tests.Verdicts;

/// <summary>What must be true of every script.</summary>
internal enum Promise
{
    /// <summary>The process lives.</summary>
    Lives,

    /// <summary>The request, and the deployment, end within the wall limit and a tenth of a second.</summary>
    Ends,

    /// <summary>No more memory is used than the limit and 16 MB.</summary>
    Memory,

    /// <summary>No garbage collection stops the process for long.</summary>
    Pause,

    /// <summary>The neighbour is answered all the time.</summary>
    Neighbour,

    /// <summary>Afterwards another isolate works.</summary>
    OtherIsolates,
}

/// <summary>A promise that was broken, and how.</summary>
internal sealed record Breach(Promise Promise, string Detail)
{
    public override string ToString() => $"{Promise}: {Detail}";
}

/// <summary>The figures of the promises.</summary>
internal static class Promises
{
    /// <summary>
    /// Whether times are judged: pauses, waits of the neighbour, answers that are late. Only by hand, on a machine with nothing else to do;
    /// on a busy one they are the machine's, and stand in the report all the same. An answer that does not come at all counts always.
    /// </summary>
    public static bool JudgesTimes => Environment.GetEnvironmentVariable("PUREEDGE_HOSTILE_TIMES") == "judge";

    public static readonly TimeSpan WallTolerance = TimeSpan.FromMilliseconds(100);

    /// <summary>What a deployment takes beside the worker's own code: the server waits for the files to settle, and loads all workers.</summary>
    public static readonly TimeSpan DeploymentTolerance = TimeSpan.FromMilliseconds(400);

    public const long MemoryTolerance = 16L << 20;

    public static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// A request of the neighbour that takes longer is one script's fault. The promise proper is the p99 over all scripts; one
    /// request alone may meet a machine that is busy.
    /// </summary>
    public static readonly TimeSpan LongestStall = TimeSpan.FromMilliseconds(250);

    /// <summary>When the test gives up on a worker that does no harm.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(4_500);

    /// <summary>The neighbour's p99 during attacks: at most this for a p99 when idle.</summary>
    public static double MostNeighbourP99(double idleP99) => (2 * idleP99) + 3;

    /// <summary>Memory afterwards: at most this for what it was before.</summary>
    public static double MostMemoryAfter(long before) => before * 1.1;

    public static string Megabytes(long bytes) => $"{bytes / (double)(1 << 20):0.0} MB";
}
