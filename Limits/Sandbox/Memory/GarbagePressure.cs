using System.Runtime;

namespace PureEdge.Limits.Memory;

/// <summary>
/// Tells the collector what it cannot know: that large garbage was made. What a large turn, a discarded engine or a parser had
/// lies in the old generation, which the collector looks at only when it has grown by much more; until then it is resident beside
/// what the next request allocates. So past a share of the heap a collection in the background is asked for.
/// </summary>
/// <remarks>One per process, as the heap is. May be used on any thread.</remarks>
public static class GarbagePressure
{
    // Less is no matter: the memory limit of one request is some hundred megabytes.
    private const long LeastBytes = 8 << 20;

    // The work of a collection grows with what lives: a large heap is looked at for a large part of it only.
    private const int HeapPart = 16;

    // What one turn of honest code leaves behind, the young generations take back, or the collector's own budget for large objects: a body of
    // a megabyte in every request would otherwise cost a collection for every eight of them.
    private const long LeastReport = 4 << 20;

    // The turn that made the garbage still stands on its thread's stack, and several end together.
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(1);

    private const int MostCollections = 5;
    private const int MostLooks = 20;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    private static readonly Lock Gate = new();

    private static long s_bytes;
    private static Task? s_next;

    /// <summary>Reports garbage.</summary>
    /// <param name="bytes">About how many bytes nobody refers to any more.</param>
    public static void Add(long bytes)
    {
        if (IsMuch(bytes))
        {
            _ = NextCollection();
        }
    }

    /// <summary>Reports that nobody refers to a large graph any more, and lets its maker wait until its memory is back.</summary>
    /// <param name="root">What leads to it. The stack of the calling thread may refer to it for a moment longer.</param>
    /// <param name="bytes">About how many bytes it keeps.</param>
    /// <returns>
    /// Ends when the collector has taken it back, or after some collections if something does refer to it, half a second at most. It has
    /// ended when the graph is too small a part of the heap to be collected for.
    /// </returns>
    public static Task AddDead(object root, long bytes)
    {
        ArgumentNullException.ThrowIfNull(root);
        return IsMuch(bytes) ? CollectAsync(new WeakReference(root)) : Task.CompletedTask;
    }

    // Where the collector does not work in the background it would stop everybody instead.
    private static bool IsMuch(long bytes) =>
        bytes >= LeastReport
        && Interlocked.Add(ref s_bytes, bytes) >= Math.Max(LeastBytes, GC.GetTotalMemory(forceFullCollection: false) / HeapPart)
        && GCSettings.LatencyMode != GCLatencyMode.Batch;

    private static async Task CollectAsync(WeakReference dead)
    {
        for (var i = 0; i < MostCollections && dead.IsAlive; i++)
        {
            await NextCollection().ConfigureAwait(false);
        }
    }

    // The one that has not begun: whoever asks until then shares it.
    private static Task NextCollection()
    {
        lock (Gate)
        {
            return s_next ??= CollectAsync();
        }
    }

    private static async Task CollectAsync()
    {
        await Task.Delay(Delay).ConfigureAwait(false);
        lock (Gate)
        {
            s_next = null;
        }

        Interlocked.Exchange(ref s_bytes, 0);
        var last = GC.GetGCMemoryInfo(GCKind.Background).Index;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false, compacting: false);
        for (var looks = 0; looks < MostLooks && GC.GetGCMemoryInfo(GCKind.Background).Index == last; looks++)
        {
            await Task.Delay(BetweenLooks).ConfigureAwait(false);
        }
    }
}
