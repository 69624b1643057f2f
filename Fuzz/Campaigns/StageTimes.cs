using System.Diagnostics;
using System.Globalization;

namespace PureEdge.Fuzz.Campaigns;

/// <summary>What a case's time goes to.</summary>
internal enum Stage
{
    /// <summary>Its text is made.</summary>
    Make,

    /// <summary>It is parsed.</summary>
    Load,

    /// <summary>It runs, to its answer.</summary>
    Answer,

    /// <summary>What goes on after the answer: timers, bodies, <c>waitUntil</c>.</summary>
    Settle,

    /// <summary>The graph of its objects is walked.</summary>
    Graph,

    /// <summary>All other oracles.</summary>
    Judge,

    /// <summary>The neighbour is asked.</summary>
    Probe,

    /// <summary>Findings are confirmed and made smaller.</summary>
    Confirm,
}

/// <summary>Where the time of a campaign goes, summed over its jobs.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StageTimes
{
    private readonly long[] _ticks = new long[Enum.GetValues<Stage>().Length];

    /// <summary>Adds what has passed.</summary>
    /// <param name="stage">To what.</param>
    /// <param name="since">When it began, as <see cref="Stopwatch"/> says; it is now.</param>
    public void Add(Stage stage, ref long since)
    {
        var now = Stopwatch.GetTimestamp();
        Interlocked.Add(ref _ticks[(int)stage], now - since);
        since = now;
    }

    /// <summary>Adds a time.</summary>
    public void Add(Stage stage, TimeSpan time) => Interlocked.Add(ref _ticks[(int)stage], (long)(time.TotalSeconds * Stopwatch.Frequency));

    /// <summary>In a line: each stage in milliseconds for one of so many.</summary>
    public string PerOne(long count) => string.Join("  ", Enum.GetValues<Stage>().Select(stage => string.Create(
        CultureInfo.InvariantCulture, $"{stage.ToString().ToLowerInvariant()} {Stopwatch.GetElapsedTime(0, _ticks[(int)stage]).TotalMilliseconds / Math.Max(1, count):0.000}")));
}
