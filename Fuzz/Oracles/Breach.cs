namespace PureEdge.Fuzz.Oracles;

/// <summary>A promise that a case broke.</summary>
/// <param name="Kind">Which promise; findings are counted by it.</param>
/// <param name="Signature">What is the same for the same fault: two breaches with the same kind and signature are one finding.</param>
/// <param name="Detail">What was seen, for a person.</param>
internal sealed record Breach(string Kind, string Signature, string Detail)
{
    /// <summary>Whether another run has to show it too, because a busy machine can look like it.</summary>
    public bool NeedsConfirmation { get; init; }
}
