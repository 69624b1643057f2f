using System.Numerics;
using PureEdge.Fuzz.Oracles;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Campaigns;

/// <summary>
/// The seeds of mutation: the corpus, and what did something that no case before it did. That is told by fuel for a byte of source,
/// by outcome and by errors, all of which are the same on every run: so the same seed keeps the same cases. Bytes are not.
/// </summary>
/// <remarks>Read by all jobs in a round; changed between rounds.</remarks>
/// <param name="measures">Whether bytes and time make champions too.</param>
internal sealed class KeptCases(bool measures = false)
{
    private const int MostOfATarget = 128;
    private const int MostLength = 4_000;

    private readonly Dictionary<string, List<string>> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<(string Target, string Feature)> _features = [];

    private readonly Champions _champions = new(measures);

    /// <summary>Different things that cases did.</summary>
    public int Features => _features.Count;

    public IReadOnlyList<string> Of(string target) => _kept.TryGetValue(target, out var kept) ? kept : [];

    /// <summary>The worst of a target, by what amplifies.</summary>
    public IReadOnlyList<string> ChampionsOf(string target) => _champions.Of(target);

    public void Add(FuzzCase seed)
    {
        if (!FuzzCase.MayBeMutated(seed.Text))
        {
            return;
        }

        if (!_kept.TryGetValue(seed.Target, out var kept))
        {
            _kept[seed.Target] = kept = [];
        }

        if (kept.Count == MostOfATarget)
        {
            kept.RemoveAt(0);
        }

        kept.Add(seed.Text);
    }

    /// <summary>Keeps the case of a run if it did something new.</summary>
    public void Consider(CaseRun run)
    {
        if (run.Case.Form != CaseForm.Handler || run.Case.Text.Length > MostLength || !RepeatOracle.Applies(run))
        {
            return;
        }

        if (FuzzCase.MayBeMutated(run.Case.Text))
        {
            _champions.Consider(run);
        }

        var fuel = BitOperations.Log2((ulong)(run.Usage.Fuel * 16 / Math.Max(64, run.Case.Text.Length)) + 1);
        var isNew = _features.Add((run.Case.Target, $"{run.Outcome} {fuel}"));
        foreach (var line in run.Output.Split('\n').Where(static line => line.StartsWith('!')).Take(8))
        {
            // Errors by their text without what differs from case to case.
            isNew |= _features.Add((run.Case.Target, string.Concat(line.Where(static c => char.IsAsciiLetter(c) || c == ' '))));
        }

        if (isNew || run.NewEdges > 0)
        {
            Add(run.Case);
        }
    }
}
