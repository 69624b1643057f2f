using PureEdge.Fuzz.Oracles;
using PureEdge.Fuzz.Programs;

namespace PureEdge.Fuzz.Campaigns;

/// <summary>Something that a case broke.</summary>
/// <param name="Breach">What it broke.</param>
/// <param name="Case">The case as it was made.</param>
/// <param name="Minimised">The smallest case that breaks the same.</param>
/// <param name="After">How long the campaign ran before.</param>
internal sealed record Finding(Breach Breach, FuzzCase Case, FuzzCase Minimised, TimeSpan After)
{
    /// <summary>How often it was met.</summary>
    public int Times { get; set; } = 1;

    /// <summary>The name of its folder.</summary>
    public string Name => $"{Breach.Kind.Replace(' ', '-')}-{Case.Target}-{Case.Seed}-{Case.Index}";
}
