using System.Runtime;

namespace PureEdge.Limits.Memory;

/// <summary>
/// Tells the collector what it cannot know: that large garbage was made. What a killed request, a discarded engine or a parser had
/// lies in the old generation, which the collector looks at only when it has grown by much more; until then it is resident beside
/// what the next request allocates. So past a share of the heap a collection in the background is asked for.
/// </summary>
/// <remarks>One per process, as the heap is. May be used on any thread.</remarks>
public static class GarbagePressure
{
    // Less is no matter: the memory limit of one request is some hundred megabytes.
    private const long LeastBytes = 32 << 20;

    // The work of a collection grows with what lives: a large heap is looked at for a large part of it only.
    private const int HeapPart = 4;

    // What one turn of honest code leaves behind, the young generations take back.
    private const long LeastReport = 1 << 20;

    // The turn that made the garbage still stands on its thread's stack, and several end together.
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(1);

    private static readonly Timer Collection = new(static _ => Collect());

    private static long s_bytes;
    private static int s_isDue;

    /// <summary>Reports garbage.</summary>
    /// <param name="bytes">About how many bytes nobody refers to any more.</param>
    public static void Add(long bytes)
    {
        if (bytes < LeastReport || Interlocked.Add(ref s_bytes, bytes) < Math.Max(LeastBytes, GC.GetTotalMemory(forceFullCollection: false) / HeapPart))
        {
            return;
        }

        // Where the collector does not work in the background it would stop everybody instead.
        if (GCSettings.LatencyMode != GCLatencyMode.Batch && Interlocked.Exchange(ref s_isDue, 1) == 0)
        {
            Collection.Change(Delay, Timeout.InfiniteTimeSpan);
        }
    }

    private static void Collect()
    {
        Interlocked.Exchange(ref s_bytes, 0);
        Interlocked.Exchange(ref s_isDue, 0);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false, compacting: false);
    }
}
