using System.Text.RegularExpressions;

namespace PureEdge.Fuzz.Parsers;

/// <summary>
/// Every difference between Acornima 1.9 and Esprima.NET 3.0 that the campaigns met, with a minimal case. Esprima.NET is the older
/// parser and ended with ES2022; where it is wrong the product is not. A test holds that each example still differs.
/// </summary>
internal static partial class DifferenceTable
{
    public static IReadOnlyList<KnownDifference> All { get; } =
    [
    ];

    /// <summary>Whether a difference on a source is one of the table.</summary>
    public static bool Explains(string source, ParserVerdict ours, ParserVerdict other) =>
        All.Any(known => known.Source.IsMatch(source) && (ours.Accepts == other.Accepts || known.AcornimaAccepts == ours.Accepts));
}
