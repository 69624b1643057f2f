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

    [ThreadStatic]
    private static bool s_wasAsked;

    /// <summary>Sets the time that code of this thread sees, in milliseconds since the Unix epoch.</summary>
    public static void SetForThread(double milliseconds)
    {
        s_turnMilliseconds = (long)milliseconds;
        s_wasAsked = false;
    }

    /// <summary>Whether code of this thread has asked for the time since it was set.</summary>
    public static bool WasAsked => s_wasAsked;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        s_wasAsked = true;
        return DateTimeOffset.FromUnixTimeMilliseconds(s_turnMilliseconds);
    }
}
