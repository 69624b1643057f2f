using System.Text.RegularExpressions;

namespace PureEdge.Metering.Calls;

/// <summary>Regular expressions of the class library: they look at the clock themselves, from the constructor on. Past it the turn ends: how far a match gets in a time is different on every machine, so no script may go on from there.</summary>
[Replaces(typeof(Regex))]
internal static class RegexCalls
{
    public static Regex New<B>(string pattern, RegexOptions options, TimeSpan timeout)
        where B : struct
    {
        RegexCost.Compile(pattern);
        RegexCost.RequireShallow(pattern);
        try
        {
            return new Regex(pattern, options, RegexCost.Timeout(timeout));
        }
        catch (RegexMatchTimeoutException)
        {
            Meter.State?.KillForWork();
            throw;
        }
    }

    public static bool IsMatch<B>(Regex regex, string text)
        where B : struct
    {
        RegexCost.Match<B>(text.Length);
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            Meter.State?.KillForWork();
            throw;
        }
    }

    public static Match Match<B>(Regex regex, string text)
        where B : struct
    {
        RegexCost.Match<B>(text.Length);
        try
        {
            return regex.Match(text);
        }
        catch (RegexMatchTimeoutException)
        {
            Meter.State?.KillForWork();
            throw;
        }
    }

    public static Match Match<B>(Regex regex, string text, int from)
        where B : struct
    {
        RegexCost.Match<B>(text.Length - from);
        try
        {
            return regex.Match(text, from);
        }
        catch (RegexMatchTimeoutException)
        {
            Meter.State?.KillForWork();
            throw;
        }
    }

    public static MatchCollection Matches<B>(Regex regex, string text)
        where B : struct
    {
        RegexCost.MatchAll<B>(text.Length);
        try
        {
            return regex.Matches(text);
        }
        catch (RegexMatchTimeoutException)
        {
            Meter.State?.KillForWork();
            throw;
        }
    }

    public static string Replace<B>(Regex regex, string text, string with, int count)
        where B : struct
    {
        RegexCost.Replace<B>(text, with);
        try
        {
            return regex.Replace(text, with, count);
        }
        catch (RegexMatchTimeoutException)
        {
            Meter.State?.KillForWork();
            throw;
        }
    }

    public static string Replace<B>(Regex regex, string text, MatchEvaluator with, int count)
        where B : struct
    {
        RegexCost.MatchAll<B>(text.Length);
        try
        {
            return regex.Replace(text, with, count);
        }
        catch (RegexMatchTimeoutException)
        {
            Meter.State?.KillForWork();
            throw;
        }
    }

    public static Regex.ValueMatchEnumerator EnumerateMatches<B>(Regex regex, ReadOnlySpan<char> text)
        where B : struct
    {
        RegexCost.Match<B>(text.Length);
        try
        {
            return regex.EnumerateMatches(text);
        }
        catch (RegexMatchTimeoutException)
        {
            Meter.State?.KillForWork();
            throw;
        }
    }
}
