using System.Text.RegularExpressions;

namespace PureEdge.Metering.Calls;

/// <summary>Regular expressions of the class library: they look at the clock themselves, from the constructor on.</summary>
[Replaces(typeof(Regex))]
internal static class RegexCalls
{
    public static Regex New<B>(string pattern, RegexOptions options, TimeSpan timeout)
        where B : struct
    {
        RegexCost.Compile<B>(pattern);
        return new Regex(pattern, options, RegexCost.Timeout(timeout));
    }

    public static bool IsMatch<B>(Regex regex, string text)
        where B : struct
    {
        RegexCost.Match<B>(text.Length);
        return regex.IsMatch(text);
    }

    public static Match Match<B>(Regex regex, string text)
        where B : struct
    {
        RegexCost.Match<B>(text.Length);
        return regex.Match(text);
    }

    public static Match Match<B>(Regex regex, string text, int from)
        where B : struct
    {
        RegexCost.Match<B>(text.Length - from);
        return regex.Match(text, from);
    }

    public static MatchCollection Matches<B>(Regex regex, string text)
        where B : struct
    {
        RegexCost.MatchAll<B>(text.Length);
        return regex.Matches(text);
    }

    public static string Replace<B>(Regex regex, string text, string with, int count)
        where B : struct
    {
        RegexCost.Replace<B>(text, with);
        return regex.Replace(text, with, count);
    }

    public static string Replace<B>(Regex regex, string text, MatchEvaluator with, int count)
        where B : struct
    {
        RegexCost.MatchAll<B>(text.Length);
        return regex.Replace(text, with, count);
    }

    public static Regex.ValueMatchEnumerator EnumerateMatches<B>(Regex regex, ReadOnlySpan<char> text)
        where B : struct
    {
        RegexCost.Match<B>(text.Length);
        return regex.EnumerateMatches(text);
    }
}
