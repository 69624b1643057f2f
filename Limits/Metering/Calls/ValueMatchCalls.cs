using System.Text.RegularExpressions;

namespace PureEdge.Metering.Calls;

/// <summary>Matches one by one.</summary>
[Replaces(typeof(Regex.ValueMatchEnumerator))]
internal static class ValueMatchCalls
{
    public static bool MoveNext<B>(ref Regex.ValueMatchEnumerator matches)
        where B : struct
    {
        RegexCost.Match<B>(0);
        try
        {
            return matches.MoveNext();
        }
        catch (RegexMatchTimeoutException)
        {
            Meter.State?.KillForWork();
            throw;
        }
    }
}
