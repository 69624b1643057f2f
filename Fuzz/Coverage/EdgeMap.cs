namespace PureEdge.Fuzz.Coverage;

/// <summary>
/// Which edges of the product's code were taken, when this process runs assemblies that <see cref="EdgeWeaver"/> changed. One map for the
/// process: with several jobs an edge may be put down to another case than the one that took it.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal static class EdgeMap
{
    private static readonly byte[]? Map = (byte[]?)Type.GetType($"{EdgeWeaver.TypeName}, PureEdge.Metering")?.GetField(EdgeWeaver.MapName)?.GetValue(null);
    private static readonly bool[] Seen = new bool[EdgeWeaver.MapSize];
    private static int s_count;

    /// <summary>Whether there is a map.</summary>
    public static bool Exists => Map is not null;

    /// <summary>Different edges so far.</summary>
    public static int Count => Volatile.Read(ref s_count);

    /// <summary>Takes what was noted since the last time.</summary>
    /// <returns>How many edges no case before had taken.</returns>
    public static int TakeNew()
    {
        if (Map is null)
        {
            return 0;
        }

        lock (Seen)
        {
            var found = 0;
            for (var at = 0; (at = Next(at)) >= 0; at++)
            {
                Map[at] = 0;
                if (!Seen[at])
                {
                    Seen[at] = true;
                    found++;
                }
            }

            s_count += found;
            return found;
        }
    }

    private static int Next(int from) => Map.AsSpan(from).IndexOfAnyExcept((byte)0) is >= 0 and var at ? from + at : -1;
}
