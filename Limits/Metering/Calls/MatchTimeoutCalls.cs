using System.Text.RegularExpressions;

namespace PureEdge.Metering.Calls;

/// <summary>The interpreter's own matcher has run out of time or of room to go back.</summary>
[Replaces(typeof(RegexMatchTimeoutException))]
internal static class MatchTimeoutCalls
{
    public static RegexMatchTimeoutException New<B>(string message)
        where B : struct
    {
        Meter.State?.KillForWork();
        return new RegexMatchTimeoutException(message);
    }

    public static RegexMatchTimeoutException New<B>(string text, string pattern, TimeSpan timeout)
        where B : struct
    {
        Meter.State?.KillForWork();
        return new RegexMatchTimeoutException(text, pattern, timeout);
    }
}
