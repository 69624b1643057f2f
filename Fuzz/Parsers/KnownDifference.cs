using System.Text.RegularExpressions;

namespace PureEdge.Fuzz.Parsers;

/// <summary>A difference between the two parsers that is understood.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Example">A minimal case; a test holds that the parsers still differ on it.</param>
/// <param name="AcornimaAccepts">What the product's parser says of the example.</param>
/// <param name="Refusal">The message of the parser that refuses.</param>
/// <param name="Source">Sources on which the parsers may differ for this reason.</param>
/// <param name="Reason">Which of them is right, and why they differ.</param>
internal sealed record KnownDifference(string Name, string Example, bool AcornimaAccepts, string Refusal, string Source, string Reason)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Whether a difference is this one.</summary>
    public bool Explains(string source, ParserVerdict ours, ParserVerdict other) =>
        ours.Accepts != other.Accepts && ours.Accepts == AcornimaAccepts
        && Regex.IsMatch(ours.Accepts ? other.Error : ours.Error, Refusal, RegexOptions.CultureInvariant, Patience)
        && Regex.IsMatch(source, Source, RegexOptions.CultureInvariant, Patience);
}
