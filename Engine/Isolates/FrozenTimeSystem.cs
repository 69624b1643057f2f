using System.Globalization;
using Jint.Runtime;

namespace PureEdge.Engine.Isolates;

/// <summary>
/// The clock a script sees: it stands still while a turn runs, so that code cannot time itself or its neighbours (DESIGN.md
/// section 4). Jint asks it without naming an engine, so the running turn's time is kept on its thread.
/// </summary>
internal sealed class FrozenTimeSystem() : DefaultTimeSystem(TimeZoneInfo.Utc, CultureInfo.InvariantCulture)
{
    [ThreadStatic]
    private static long s_turnMilliseconds;

    /// <summary>Sets the time that code of this thread sees, in milliseconds since the Unix epoch.</summary>
    public static void SetForThread(double milliseconds) => s_turnMilliseconds = (long)milliseconds;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(s_turnMilliseconds);
}
