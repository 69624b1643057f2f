using System.Diagnostics;

namespace PureEdge.Limits.Memory;

/// <summary>
/// What an engine owes the others for collections: each stops everybody, and a turn that does little but allocate causes one after the other, so that
/// half of the time nobody runs. An engine that allocates fast therefore lets three times what a collection took pass before it causes the next. It owes nothing
/// for what it allocates in small turns, nor when nobody else is there.
/// </summary>
/// <remarks>One per engine, owned by its turn; what is static is the process's. A copy of an engine has its number: for each other they are not somebody else.</remarks>
internal struct PausesCaused()
{
    /// <summary>How many times as long as a collection took.</summary>
    public const int Times = 3;

    /// <summary>What an engine may allocate in large turns before it owes anything: as much as the start of most programs.</summary>
    public const long FreeBytes = 8 << 20;

    /// <summary>How fast that is given back.</summary>
    public const long FreeBytesPerSecond = 16 << 20;

    // A fourth of generation 0's budget (Docs/operations.md): who allocated less since the latest collection is not who caused it.
    private const long LeastBytes = 256 << 10;

    /// <summary>Longer collections are of large heaps, which others filled too: they count as this long.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(10);

    /// <summary>How long after its turn somebody is there.</summary>
    public static readonly TimeSpan Presence = TimeSpan.FromSeconds(0.5);

    // The engine that was noticed last, and when. Written seldom, since all cores read it.
    private static long s_latest;
    private static long s_othersAt = long.MinValue / 2;
    private static long s_numbers;

    private readonly long _number = Interlocked.Increment(ref s_numbers);
    private int _collections;
    private TimeSpan _paused;
    private long _allocated;
    private long _bytes;
    private TimeSpan _at;

    /// <summary>Whether, as far as is known, more than one engine has turns at present.</summary>
    /// <param name="now">The time stamp of <see cref="Stopwatch"/>.</param>
    public static bool AreOthersThere(long now) => Stopwatch.GetElapsedTime(Volatile.Read(ref s_othersAt), now) < Presence;

    /// <summary>A turn begins.</summary>
    /// <param name="now">The time stamp of <see cref="Stopwatch"/>.</param>
    /// <param name="allocated">Bytes that its session has allocated so far.</param>
    public void BeginTurn(long now, long allocated)
    {
        _collections = GC.CollectionCount(0);
        _paused = GC.GetTotalPauseDuration();
        _allocated = allocated;
        if (Volatile.Read(ref s_latest) != _number && Stopwatch.GetElapsedTime(Volatile.Read(ref s_othersAt), now) > Presence / 10)
        {
            Volatile.Write(ref s_latest, _number);
            Volatile.Write(ref s_othersAt, now);
        }
    }

    /// <summary>How long the turn should let others run. Costs some nanoseconds while there was no collection.</summary>
    /// <param name="now">The time stamp of <see cref="Stopwatch"/>.</param>
    /// <param name="allocated">Bytes that its session has allocated so far.</param>
    public TimeSpan Owed(long now, long allocated)
    {
        var collections = GC.CollectionCount(0);
        if (collections == _collections)
        {
            return TimeSpan.Zero;
        }

        _collections = collections;
        var before = _paused;
        _paused = GC.GetTotalPauseDuration();
        var bytes = allocated - _allocated;
        _allocated = allocated;
        var owed = OwedFor(_paused - before, bytes, Stopwatch.GetElapsedTime(0, now));
        return AreOthersThere(now) ? owed : TimeSpan.Zero;
    }

    /// <summary>What is owed for a collection, if others are there.</summary>
    /// <param name="pause">How long it stopped everybody.</param>
    /// <param name="bytes">What the turn had allocated since the one before, or since it began.</param>
    /// <param name="at">When, since any beginning.</param>
    internal TimeSpan OwedFor(TimeSpan pause, long bytes, TimeSpan at)
    {
        if (bytes < LeastBytes)
        {
            return TimeSpan.Zero;
        }

        _bytes = Math.Max(0, _bytes - (long)((at - _at).TotalSeconds * FreeBytesPerSecond)) + bytes;
        _at = at;
        return _bytes <= FreeBytes ? TimeSpan.Zero : Times * (pause < LongestPause ? pause : LongestPause);
    }
}
