using PureEdge.Bench.Reporting;

namespace PureEdge.Bench.Scenarios;

/// <summary>One question that the bench answers.</summary>
internal interface IScenario
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>What it shows, in a line.</summary>
    string Summary { get; }

    /// <summary>Measures, and writes what it found.</summary>
    Task RunAsync(Settings settings, Report report);
}

/// <summary>How long to measure.</summary>
/// <param name="Seconds">Seconds of measuring for each side or phase, over all rounds.</param>
/// <param name="Quick">Whether only to see that it runs.</param>
internal sealed record Settings(double Seconds, bool Quick)
{
    /// <summary>Seconds without <c>--seconds</c>.</summary>
    public const double DefaultSeconds = 10;

    /// <summary>How often sides take turns.</summary>
    public int Rounds => Quick ? 2 : 5;

    /// <summary>The time of one side in one round.</summary>
    public TimeSpan RoundTime => TimeSpan.FromSeconds(Quick ? 0.3 : Seconds / Rounds);

    /// <summary>The time to warm a side up, or one part of it.</summary>
    public TimeSpan WarmUpTime => TimeSpan.FromSeconds(Quick ? 0.3 : Math.Clamp(Seconds / 2, 2, 10));

    /// <summary>A number that depends on whether the run is quick.</summary>
    public int Pick(int full, int quick) => Quick ? quick : full;
}
