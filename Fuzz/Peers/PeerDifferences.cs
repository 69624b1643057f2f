using System.Text.RegularExpressions;

namespace PureEdge.Fuzz.Peers;

/// <summary>A difference between us and Node.js that is understood.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Example">A minimal statement; a test holds that it still differs.</param>
/// <param name="Statement">Statements that it may be seen in.</param>
/// <param name="Ours">What is said here.</param>
/// <param name="Theirs">What Node.js says.</param>
/// <param name="Reason">Why they differ, and which of them follows the standard.</param>
internal sealed record PeerDifference(string Name, string Example, string Statement, string Ours, string Theirs, string Reason)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Whether a difference is this one.</summary>
    public bool Explains(string statement, string ours, string theirs) => Matches(statement, Statement) && Matches(ours, Ours) && Matches(theirs, Theirs);

    private static bool Matches(string text, string pattern) => Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, Patience);
}

/// <summary>All differences between us and Node.js (seen with version 20) that are understood, each with a minimal statement.</summary>
internal static class PeerDifferences
{
    public static IReadOnlyList<PeerDifference> All { get; } =
    [
        new("bytes that are no UTF-8 beside other characters", "await say(\"URLSearchParams\", () => new URLSearchParams(\"%ff\\ufeff\"));", "URLSearchParams|searchParams|URL", "\ufeff|[^\\x00-\\x7f]", "\ufffd", "Node.js cuts every character to a byte when a percent-encoded text is no UTF-8; the standard encodes the text first (URL, application/x-www-form-urlencoded parsing)."),
        new("^ in a path", "await say(\"URL\", () => new URL(\"p:/^\"));", "\\^", "%5E", "\\^", "The path percent-encode set has ^ since 2024 (URL, 1.3); Node.js 20 is older."),
    ];

    /// <summary>Whether the table has a difference.</summary>
    public static bool Explains(string statement, string ours, string theirs) => All.Any(known => known.Explains(statement, ours, theirs));
}
