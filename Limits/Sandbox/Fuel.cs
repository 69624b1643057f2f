namespace PureEdge.Limits;

/// <summary>
/// Fuel is the CPU limit's unit: the number of statements the interpreter executed. It depends on the program and its input
/// only, never on the machine, its load, or whether code was compiled yet.
/// </summary>
public static class Fuel
{
    /// <summary>
    /// Fuel in a millisecond: about what an ordinary server core executes in that time (measured by <c>Bench fuel</c> over loops,
    /// calls and property access on a 2-core cloud machine; see Docs/limits.md).
    /// </summary>
    public const long PerMillisecond = 5_000;

    /// <summary>Fuel that <paramref name="milliseconds"/> of CPU time buys.</summary>
    /// <param name="milliseconds">CPU time in milliseconds.</param>
    public static long FromMilliseconds(int milliseconds) => milliseconds * PerMillisecond;

    /// <summary>The CPU time in milliseconds that <paramref name="fuel"/> stands for.</summary>
    /// <param name="fuel">An amount of fuel.</param>
    public static double ToMilliseconds(long fuel) => (double)fuel / PerMillisecond;
}
