namespace PureEdge.Hostile.Tests.Servers;

/// <summary>How a request ended.</summary>
/// <param name="Status">The status, or 0 when there was no answer.</param>
/// <param name="Outcome">PureEdge-Outcome, when PureEdge answered and not the worker.</param>
/// <param name="Detail">The beginning of the body, or why there was no answer.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record Answer(int Status, string? Outcome, string Detail, TimeSpan Elapsed)
{
    public bool IsAnswer => Status != 0;

    /// <summary>Whether a limit ended it.</summary>
    public bool IsKill => Outcome is "exceededCpu" or "exceededMemory" or "exceededWall";

    public bool IsNotDeployed => Outcome == "scriptNotFound";

    public string Name => Outcome ?? (IsAnswer ? Status.ToString(System.Globalization.CultureInfo.InvariantCulture) : "none");
}
