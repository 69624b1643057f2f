using System.Text.RegularExpressions;

namespace PureEdge.Fuzz.Parsers;

/// <summary>A difference between the two parsers that is understood.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Example">A minimal case; a test holds that the parsers still differ on it.</param>
/// <param name="AcornimaAccepts">What the product's parser says of the example.</param>
/// <param name="Reason">Which of them is right, and why they differ.</param>
internal sealed record KnownDifference(string Name, string Example, bool AcornimaAccepts, string Reason)
{
    /// <summary>Sources on which the parsers may differ for this reason.</summary>
    public required Regex Source { get; init; }
}
