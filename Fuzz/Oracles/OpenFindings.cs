namespace PureEdge.Fuzz.Oracles;

/// <summary>
/// What was found, is not mended, and stands in Docs/security/findings.md as open: a campaign counts it and goes on. An entry goes when its
/// finding is fixed. <c>replay</c> and <c>minimise</c> know nothing of it.
/// </summary>
internal static class OpenFindings
{
    /// <summary>The kind of each, and what its detail says.</summary>
    public static IReadOnlyList<(string Kind, string Text)> All { get; } = [];

    /// <summary>Whether a breach is one of them.</summary>
    public static bool Has(Breach breach) => All.Any(open => breach.Kind == open.Kind && breach.Detail.Contains(open.Text, StringComparison.Ordinal));
}
