namespace PureEdge.Engine.Scripts;

/// <summary>
/// How many threads the thread pool runs at once where turns run on them (<see cref="LargeStack.PoolIsLarge"/>). It adds none above its minimum for half a
/// second, so that must suffice for every turn that runs and for those who take in requests; but with 64 threads for two processors a read of KV was seen to take
/// up to twice the time. So it is small, and rises while threads are held by what waits or computes without being a turn that runs.
/// </summary>
/// <remarks>Thread-safe. One per process, as the pool is.</remarks>
internal static class PoolThreads
{
    private static readonly Lock Gate = new();
    private static readonly int Given = MinThreads().Workers;
    private static int s_turns;
    private static int s_held;

    /// <summary>So many turns may run at once, each on a thread.</summary>
    public static void Reserve(int turns)
    {
        lock (Gate)
        {
            s_turns = Math.Max(s_turns, turns);
            Resize();
        }
    }

    /// <summary>Runs what takes long and is no turn that runs, on the current thread.</summary>
    public static T Hold<T>(Func<T> work)
    {
        Hold();
        try
        {
            return work();
        }
        finally
        {
            Release();
        }
    }

    /// <summary>The current thread, or one that is lost, is not to be counted on until <see cref="Release"/>.</summary>
    public static void Hold() => Change(1);

    /// <summary>Ends <see cref="Hold()"/>.</summary>
    public static void Release() => Change(-1);

    private static void Change(int held)
    {
        lock (Gate)
        {
            s_held += held;
            Resize();
        }
    }

    private static void Resize()
    {
        if (LargeStack.PoolIsLarge)
        {
            // Whoever embeds the engine may have asked for more.
            ThreadPool.SetMinThreads(Math.Max(Given, Environment.ProcessorCount + s_turns) + s_held, MinThreads().Ports);
        }
    }

    private static (int Workers, int Ports) MinThreads()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        return (workers, ports);
    }
}
