using System.Globalization;

namespace PureEdge.Limits.Memory;

/// <summary>
/// Keeps the collections of generation 1 short. The runtime lets it grow to 6 MB, and a collection of so much that is alive stops everybody for 10 to 20 ms;
/// so it is collected as soon as about one budget of generation 0 (Docs/operations.md) has survived.
/// </summary>
/// <remarks>One per process, as the heap is. May be used on any thread; what it remembers is the thread's.</remarks>
internal static class YoungGenerations
{
    private const long LeastBytes = 1 << 20;

    // Where the collector may wait for more garbage, more may survive.
    private static readonly long MostBytes = Math.Max(LeastBytes, Convert.ToInt64(GC.GetConfigurationVariables().GetValueOrDefault("GCGen0MaxBudget", 0L), CultureInfo.InvariantCulture));

    [ThreadStatic]
    private static int s_collections;

    /// <summary>
    /// Whether more has survived than the next collection should copy. Costs some nanoseconds; a microsecond when there was a collection since the thread last asked,
    /// and only then the answer may be yes.
    /// </summary>
    public static bool AreLarge()
    {
        var collections = GC.CollectionCount(0);
        if (collections == s_collections)
        {
            return false;
        }

        s_collections = collections;
        return GC.GetGCMemoryInfo(GCKind.Ephemeral).GenerationInfo is { Length: > 1 } generations && generations[1].SizeAfterBytes > MostBytes;
    }

    /// <summary>Collects them. Should the runtime find that the old one is due too, it does not have to stop everybody for it.</summary>
    public static void Collect() => GC.Collect(1, GCCollectionMode.Forced, blocking: false);
}
