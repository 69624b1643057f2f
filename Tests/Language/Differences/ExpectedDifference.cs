using System.Text.RegularExpressions;

namespace PureEdge.Language.Tests.Differences;

/// <summary>Checks that are known to differ: <c>*</c> stands for any text.</summary>
/// <param name="Check">The names of the checks.</param>
/// <param name="Plain">What comes of them in plain Jint.</param>
/// <param name="Metered">What comes of them in metered Jint.</param>
/// <param name="Reason">Why.</param>
internal sealed record ExpectedDifference(string Check, string Plain, string Metered, string Reason)
{
    public bool Covers(Check check) => Fits(Check, check.Name) && Fits(Plain, check.Plain) && Fits(Metered, check.Metered);

    private static bool Fits(string pattern, string text) =>
        Regex.IsMatch(text, $@"\A{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}\z", RegexOptions.Singleline);
}
