namespace PureEdge.Limits.Memory;

/// <summary>
/// Keeps the young collections short. A large array is never young: all that was written into such arrays of references since the last
/// collection of everything is looked at in each young one, twice, dead or alive, because what they refer to need not become old before. They are
/// not what makes the collector start where the heap is large, so that hundreds of megabytes of them were seen to come together in one pause of half a second.
/// So after some of them a collection in the background is asked for, and who looks on while it runs waits for its end (<see cref="CollectorPace"/>), at the latest when as many were made again.
/// </summary>
/// <remarks>One per process, as the heap is. May be used on any thread.</remarks>
internal static class LargeArrays
{
    // From here on the runtime allocates among large objects.
    private const long LeastBytes = 85_000;

    // Seen: 1.7 ms a megabyte on a busy machine; as many from before the collection are looked at beside them.
    private const long MostBytes = 24 << 20;

    private static long s_bytes;
    private static int s_collections;

    /// <summary>
    /// Whether more were made than the next young collection should look at. That one of everything has begun since is noticed when the next is made, and not before: until
    /// then whoever looks waits for its end, which made the longest pause seen less than 40 ms instead of 61.
    /// </summary>
    public static bool AreMany => Volatile.Read(ref s_bytes) > MostBytes;

    /// <summary>An array of references is about to be made.</summary>
    public static void Add(long bytes)
    {
        if (bytes < LeastBytes)
        {
            return;
        }

        var begun = GC.CollectionCount(GC.MaxGeneration);
        if (Interlocked.Exchange(ref s_collections, begun) != begun)
        {
            Interlocked.Exchange(ref s_bytes, 0);
        }

        if (Interlocked.Add(ref s_bytes, bytes) > MostBytes && !CollectorPace.IsRunning())
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false, compacting: false);
        }
    }
}
