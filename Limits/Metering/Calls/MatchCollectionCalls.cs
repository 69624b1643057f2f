using System.Text.RegularExpressions;

namespace PureEdge.Metering.Calls;

/// <summary>Matches that are looked for when they are asked for.</summary>
[Replaces(typeof(MatchCollection))]
internal static class MatchCollectionCalls
{
    public static int get_Count<B>(MatchCollection matches)
        where B : struct
    {
        RegexCost.Match<B>(0);
        try
        {
            return matches.Count;
        }
        catch (RegexMatchTimeoutException)
        {
            Meter.State?.KillForWork();
            throw;
        }
    }

    public static Match get_Item<B>(MatchCollection matches, int index)
        where B : struct
    {
        RegexCost.Match<B>(0);
        try
        {
            return matches[index];
        }
        catch (RegexMatchTimeoutException)
        {
            Meter.State?.KillForWork();
            throw;
        }
    }
}
