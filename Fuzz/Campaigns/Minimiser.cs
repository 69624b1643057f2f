using System.Diagnostics;
using PureEdge.Fuzz.Mutation;
using PureEdge.Fuzz.Oracles;
using PureEdge.Fuzz.Programs;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Campaigns;

/// <summary>Makes a case smaller while it breaks the same promise: by its program, then by its syntax tree, then by pieces of its text.</summary>
internal sealed class Minimiser(Judge judge)
{
    private const int MostRuns = 1_500;

    private int _runs;
    private long _deadline;

    /// <summary>The smallest case that was found in time, and what it breaks.</summary>
    public async Task<(FuzzCase Case, Breach Breach)> RunAsync(FuzzCase what, FuzzProgram? program, Breach breach, ExecutionLimits limits, TimeSpan time)
    {
        _runs = 0;
        _deadline = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var best = (Case: what, Breach: breach);
        var smaller = program;
        while (smaller is not null && await FirstAsync(smaller.Shrink().Select(p => (Program: p, Case: p.ToCase(what.Target, what.Seed, what.Index))), static pair => pair.Case, best, limits) is { } found)
        {
            (smaller, best) = (found.Item.Program, found.Best);
        }

        if (!FuzzCase.MayBeMutated(best.Case.Text))
        {
            return best;
        }

        while (best.Case.Form == CaseForm.Handler
            && await FirstAsync(AstMutator.Smaller(best.Case.Text).Where(text => text.Length < best.Case.Text.Length).Select(text => best.Case with { Text = text }), static c => c, best, limits) is { } found)
        {
            best = found.Best;
        }

        for (var length = best.Case.Text.Length / 2; length > 0; length /= 2)
        {
            while (await FirstAsync(Without(best.Case, length), static c => c, best, limits) is { } found)
            {
                best = found.Best;
            }
        }

        return best;
    }

    private static IEnumerable<FuzzCase> Without(FuzzCase what, int length)
    {
        for (var from = 0; from < what.Text.Length; from += length)
        {
            yield return what with { Text = what.Text.Remove(from, Math.Min(length, what.Text.Length - from)) };
        }
    }

    private async Task<(T Item, (FuzzCase Case, Breach Breach) Best)?> FirstAsync<T>(
        IEnumerable<T> candidates, Func<T, FuzzCase> caseOf, (FuzzCase Case, Breach Breach) best, ExecutionLimits limits)
    {
        foreach (var candidate in candidates)
        {
            if (_runs++ >= MostRuns || Stopwatch.GetTimestamp() > _deadline)
            {
                return null;
            }

            var (_, breach) = await judge.RunAsync(caseOf(candidate), limits, best.Breach.Kind == "repeat");
            if (breach?.Kind == best.Breach.Kind && (breach.Signature == best.Breach.Signature || breach.Kind is "time" or "parse time"))
            {
                return (candidate, (caseOf(candidate), breach));
            }
        }

        return null;
    }
}
