using PureEdge.Bench.Reporting;

namespace PureEdge.Bench.Compare;

/// <summary>The ratios of a run, for the table at its end.</summary>
internal static class Ratios
{
    private static readonly List<string[]> Rows = [];

    /// <summary>Adds one.</summary>
    /// <param name="scenario">What was compared.</param>
    /// <param name="what">The quantity, PureEdge's divided by workerd's.</param>
    /// <param name="ratio">Its measurements.</param>
    /// <param name="wanted">What must hold, for people.</param>
    public static void Add(string scenario, string what, Spread ratio, string wanted) => Rows.Add([scenario, what, ratio.ShowInterval("0.###"), wanted]);

    /// <summary>Writes the table of all that were added, if any were.</summary>
    public static void Write(Report report)
    {
        if (Rows.Count > 0)
        {
            report.Title("PureEdge / workerd", "median [95 % confidence interval] of the ratio within a round");
            report.Table(["scenario", "quantity", "ratio", "wanted"], Rows);
        }
    }
}
