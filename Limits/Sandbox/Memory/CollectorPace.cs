namespace PureEdge.Limits.Memory;

/// <summary>
/// Whether the collector, at work in the background, is left behind. It ends with a pause in which it looks at all that has become old
/// since it began, about a millisecond for 2 MB, and everybody waits; so whoever makes so much of it has to wait for the collector instead.
/// </summary>
/// <remarks>One per process, as the heap is. May be used on any thread.</remarks>
internal static class CollectorPace
{
    private const long MostGrowth = 48 << 20;

    // Seen: 0.6 s for 700 MB. Nobody waits for longer, whatever the runtime says.
    private const long LongestMilliseconds = 2_000;

    private static readonly Lock Gate = new();

    // How many collections of everything have begun, and how many of any kind when that was last noticed: one that began since has a higher number.
    private static int s_begun;
    private static int s_collections;
    private static long s_latestBefore;
    private static long s_oldBytes;
    private static long s_begunAt;
    private static volatile bool s_isRunning;

    /// <summary>Whether more has become old, or was made old (<see cref="LargeArrays"/>), since the present background collection began than a pause should look at.</summary>
    public static bool IsBehind()
    {
        Notice();
        return s_isRunning && (LargeArrays.AreMany || OldBytes() - Volatile.Read(ref s_oldBytes) > MostGrowth) && !HasEnded();
    }

    /// <summary>Whether a collection of everything is at work in the background.</summary>
    public static bool IsRunning()
    {
        Notice();
        return s_isRunning && !HasEnded();
    }

    // Costs nothing worth a word: the number goes up when a collection begins.
    private static void Notice()
    {
        if (GC.CollectionCount(GC.MaxGeneration) != Volatile.Read(ref s_begun))
        {
            Begin();
        }
    }

    private static void Begin()
    {
        lock (Gate)
        {
            // In this order: one that begins between the two is taken for ended, and not for one that never ends.
            var collections = GC.CollectionCount(0);
            var begun = GC.CollectionCount(GC.MaxGeneration);
            if (begun == s_begun)
            {
                return;
            }

            Volatile.Write(ref s_latestBefore, s_collections);
            Volatile.Write(ref s_oldBytes, OldBytes());
            Volatile.Write(ref s_begunAt, Environment.TickCount64);
            s_collections = collections;
            s_isRunning = true;
            HasEnded();
            Volatile.Write(ref s_begun, begun);
        }
    }

    private static bool HasEnded()
    {
        if (Math.Max(GC.GetGCMemoryInfo(GCKind.Background).Index, GC.GetGCMemoryInfo(GCKind.FullBlocking).Index) <= Volatile.Read(ref s_latestBefore)
            && Environment.TickCount64 - Volatile.Read(ref s_begunAt) < LongestMilliseconds)
        {
            return false;
        }

        s_isRunning = false;
        return true;
    }

    private static long OldBytes() => GC.GetGCMemoryInfo(GCKind.Ephemeral).GenerationInfo is { Length: > 2 } generations ? generations[GC.MaxGeneration].SizeAfterBytes : 0;
}
