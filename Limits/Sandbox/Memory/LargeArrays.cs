namespace PureEdge.Limits.Memory;

/// <summary>
/// Keeps the young collections short. A large array is never young: all that was written into such arrays of references since the last
/// collection is looked at in the next one, dead or alive, and for an array of new objects in the one after that again. They are not what
/// makes the collector start, so that hundreds of megabytes of them were seen to come together in one pause of half a second. So after
/// some of them a young collection is made at once, by whoever makes them.
/// </summary>
/// <remarks>One per process, as the heap is. May be used on any thread.</remarks>
internal static class LargeArrays
{
    // From here on the runtime allocates among large objects.
    private const long LeastBytes = 85_000;

    // Seen: 3 MB in a millisecond on a busy machine.
    private const long MostBytes = 32 << 20;

    private static long s_bytes;
    private static int s_collections;

    /// <summary>An array of references is about to be made.</summary>
    public static void Add(long bytes)
    {
        if (bytes < LeastBytes)
        {
            return;
        }

        // What refers to new objects is done with when these are old, which the middle generation's collection makes them.
        var collections = GC.CollectionCount(1);
        if (Interlocked.Exchange(ref s_collections, collections) != collections)
        {
            Interlocked.Exchange(ref s_bytes, 0);
        }

        if (Interlocked.Add(ref s_bytes, bytes) > MostBytes && Interlocked.Exchange(ref s_bytes, 0) > MostBytes)
        {
            GC.Collect(1, GCCollectionMode.Forced, blocking: true);
        }
    }
}
