using PureEdge.Fuzz.Targets;

namespace PureEdge.Fuzz.Campaigns;

/// <summary>What a campaign does. The same seed gives the same cases on every machine, for any number of jobs, unless it climbs.</summary>
internal sealed record CampaignOptions
{
    /// <summary>What is attacked, in turn.</summary>
    public IReadOnlyList<IFuzzTarget> Targets { get; init; } = TargetCatalog.All;

    public ulong Seed { get; init; } = 1;

    /// <summary>The number of the first case.</summary>
    public long From { get; init; }

    /// <summary>How many cases at most.</summary>
    public long Cases { get; init; } = long.MaxValue;

    /// <summary>How long at most.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Cases that run at once.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>Where findings are written; <see langword="null"/> writes none.</summary>
    public string? Results { get; init; }

    /// <summary>Whether findings are made smaller, which takes some seconds each.</summary>
    public bool Minimises { get; init; } = true;

    /// <summary>Whether times are judged; fuel and memory always are.</summary>
    public bool ReadsClock { get; init; } = true;

    /// <summary>Whether cases that take most bytes and time for their fuel are changed further. Then the seed alone does not say which cases come.</summary>
    public bool Climbs { get; init; }

    /// <summary>Where each case is written before it runs, so that a process that dies can be asked which it was.</summary>
    public string? Journal { get; init; }

    /// <summary>Stop at the first finding.</summary>
    public bool StopsAtFinding { get; init; }
}
