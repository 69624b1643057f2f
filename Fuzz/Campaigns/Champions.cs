using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Campaigns;

/// <summary>
/// The worst cases of each target so far, by what amplifies: fuel for a byte of source; and, if it may depend on the machine, bytes and
/// time for a unit of fuel. They are changed more often than other seeds, so that a campaign climbs towards the worst statement.
/// </summary>
/// <remarks>Read by all jobs in a round; changed between rounds.</remarks>
/// <param name="measures">Whether bytes and time count, which are not the same on every run.</param>
internal sealed class Champions(bool measures)
{
    // A little more is noise, and would replace a champion with its copy for ever.
    private const double Better = 1.1;

    // What is divided by is small for small cases: these are added, so that they do not win.
    private const int SourceBytes = 64;
    private const int Units = 500;

    private readonly Dictionary<string, List<(double Value, string Text)>> _best = new(StringComparer.Ordinal);

    /// <summary>The champions of a target.</summary>
    public IReadOnlyList<string> Of(string target) => _best.TryGetValue(target, out var best) ? [.. best.Where(static b => b.Text.Length > 0).Select(static b => b.Text)] : [];

    /// <summary>Looks whether a run is worse than all before.</summary>
    public void Consider(CaseRun run)
    {
        if (!_best.TryGetValue(run.Case.Target, out var best))
        {
            _best[run.Case.Target] = best = [(0, ""), (0, ""), (0, "")];
        }

        Compare(best, 0, (double)run.Usage.Fuel / (run.Case.Text.Length + SourceBytes), run.Case.Text);
        if (measures)
        {
            Compare(best, 1, (double)run.AllocatedBytes / (run.Usage.Fuel + Units), run.Case.Text);
            Compare(best, 2, run.Usage.RunningTime.TotalMicroseconds / (run.Usage.Fuel + Units), run.Case.Text);
        }
    }

    private static void Compare(List<(double Value, string Text)> best, int at, double value, string text)
    {
        if (value > best[at].Value * Better)
        {
            best[at] = (value, text);
        }
    }
}
