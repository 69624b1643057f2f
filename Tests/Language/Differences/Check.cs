namespace PureEdge.Language.Tests.Differences;

/// <summary>A check, and what came of it in both interpreters.</summary>
internal sealed record Check(string Name, string Plain, string Metered)
{
    public bool Differs => !string.Equals(Plain, Metered, StringComparison.Ordinal);
}
