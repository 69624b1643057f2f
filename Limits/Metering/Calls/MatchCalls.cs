using System.Text.RegularExpressions;

namespace PureEdge.Metering.Calls;

/// <summary>Going on after a match, in text that was charged when the first began.</summary>
[Replaces(typeof(Match))]
internal static class MatchCalls
{
    public static Match NextMatch<B>(Match match)
        where B : struct
    {
        RegexCost.Match<B>(0);
        try
        {
            return match.NextMatch();
        }
        catch (RegexMatchTimeoutException)
        {
            Meter.State?.KillForWork();
            throw;
        }
    }
}
