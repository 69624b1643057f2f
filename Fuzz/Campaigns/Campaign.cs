using System.Diagnostics;
using PureEdge.Fuzz.Oracles;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Running;
using PureEdge.Fuzz.Surface;

namespace PureEdge.Fuzz.Campaigns;

/// <summary>
/// Runs cases in rounds. In a round the jobs take case after case; between rounds what did something new is kept as a seed, in the
/// order of the cases, so that the number of jobs changes nothing.
/// </summary>
internal sealed class Campaign(CampaignOptions options, ApiSurface surface, CampaignState state)
{
    private const int RoundLength = 256;
    private const int ProbeEvery = 32;
    private const int RoundsBetweenCollections = 4;
    private const int GrowthInARow = 8;
    private const int MostAlive = 64;
    private const long GrowthBytes = 6 << 20;
    private const int MostOfAKind = 40;

    private static readonly TimeSpan TimeToMinimise = TimeSpan.FromSeconds(6);

    private readonly KeptCases _kept = new(options.Climbs);
    private bool _isOver;

    /// <summary>Runs until the time or the cases are used up.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var seed in Corpus.Seeds(options.Targets))
        {
            _kept.Add(seed);
        }

        var maker = new CaseMaker(options.Targets, surface, _kept, options.Seed);
        using var journal = options.Journal is { } path ? new Journal(path, options.Jobs) : null;
        var judges = Enumerable.Range(0, options.Jobs).Select(_ => new Judge(options.ReadsClock, isAlone: options.Jobs == 1) { Times = state.Times }).ToArray();
        try
        {
            for (var (from, round) = (options.From, 0); !IsOver(from, cancellationToken); from += RoundLength, round++)
            {
                await RoundAsync(maker, judges, journal, from, cancellationToken);
                if ((round + 1) % RoundsBetweenCollections == 0 && Growth(judges) is { } grown)
                {
                    Report(grown, new("all", CaseForm.Source, $"// cases up to {from + RoundLength} of seed {options.Seed}", options.Seed, from), null);
                }
            }
        }
        finally
        {
            foreach (var judge in judges)
            {
                judge.Dispose();
            }
        }
    }

    private bool IsOver(long index, CancellationToken cancellationToken) =>
        _isOver || cancellationToken.IsCancellationRequested || index - options.From >= options.Cases || state.Elapsed > options.Time;

    private async Task RoundAsync(CaseMaker maker, Judge[] judges, Journal? journal, long from, CancellationToken cancellationToken)
    {
        var runs = new CaseRun?[RoundLength];
        var next = -1;
        await Task.WhenAll(judges.Select((judge, job) => Task.Run(async () =>
        {
            int at;
            while ((at = Interlocked.Increment(ref next)) < RoundLength && !IsOver(from + at, cancellationToken))
            {
                var start = Stopwatch.GetTimestamp();
                var made = maker.Make(from + at);
                state.Times.Add(Stage.Make, ref start);
                runs[at] = await OneAsync(made, judge, job, journal);
            }
        }, CancellationToken.None)));
        foreach (var run in runs)
        {
            if (run is not null)
            {
                _kept.Consider(run);
            }
        }

        state.Features = _kept.Features;
    }

    private async Task<CaseRun> OneAsync(MadeCase made, Judge judge, int job, Journal? journal)
    {
        var start = Stopwatch.GetTimestamp();
        var isolates = judge.Isolates;
        journal?.Begin(job, made.Case);
        var (run, breach) = await judge.RunAsync(made.Case, made.Target.Limits, repeats: true);
        if (breach is null && made.Case.Index % ProbeEvery == 0)
        {
            var asked = Stopwatch.GetTimestamp();
            breach = await judge.ProbeAsync(made.Target.Limits);
            state.Times.Add(Stage.Probe, ref asked);
        }

        journal?.End(job);
        run.NewEdges = Coverage.EdgeMap.TakeNew();
        state.Count(run, judge.Isolates - isolates, Stopwatch.GetElapsedTime(start));
        if (breach is not null && OpenFindings.Has(breach))
        {
            state.CountOpen();
        }
        else if (breach is not null)
        {
            var found = Stopwatch.GetTimestamp();
            await FoundAsync(breach, made, judge);
            state.Times.Add(Stage.Confirm, ref found);
        }

        return run;
    }

    private async Task FoundAsync(Breach breach, MadeCase made, Judge judge)
    {
        var (ofKind, isKnown) = state.Seen(breach.Kind, breach.Signature);
        if (isKnown || ofKind >= MostOfAKind)
        {
            return;
        }

        var smallest = (made.Case, Breach: breach);
        if (options.Minimises && !options.StopsAtFinding && breach.Kind is not ("hang" or "neighbour" or "growth" or "time") && !FuzzCase.HasMark(made.Case.Text))
        {
            smallest = await new Minimiser(judge).RunAsync(made.Case, made.Program, breach, made.Target.Limits, TimeToMinimise);
        }

        Report(smallest.Breach, made.Case, smallest.Case);
    }

    private void Report(Breach breach, FuzzCase made, FuzzCase? minimised)
    {
        // Slow cases differ in what they call, which only the smallest case tells.
        var signed = breach.Kind is "time" or "parse time" or "memory" && minimised is not null ? breach with { Signature = $"{breach.Signature}: {Names(minimised.Text)}" } : breach;
        var finding = new Finding(signed, made, minimised ?? made, state.Elapsed);
        if (state.Add(finding) && options.Results is { } folder)
        {
            Reporting.ResultsFolder.Write(folder, finding);
        }

        _isOver |= options.StopsAtFinding;
    }

    // What memory lives when nothing runs: it may not grow for long. An engine dies soon after its case, but for the last ones.
    private Breach? Growth(Judge[] judges)
    {
        GC.Collect();
        state.Heap.Add(GC.GetTotalMemory(forceFullCollection: false));
        if (AliveOf(judges) is { TooMany: true })
        {
            // What has a finalizer dies only now.
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }

        var (alive, made, tooMany) = AliveOf(judges);
        foreach (var judge in judges)
        {
            judge.ForgetEngines();
        }

        if (tooMany)
        {
            return new("growth", "engines", $"Of {made} engines of cases that are over {alive} live after a full collection.");
        }

        var last = state.Heap.TakeLast(GrowthInARow + 1).ToArray();
        return last.Length > GrowthInARow && last.Zip(last.Skip(1)).All(static pair => pair.Second - pair.First > GrowthBytes)
            ? new("growth", "heap", $"Live memory after each {RoundLength * RoundsBetweenCollections} cases: {string.Join(", ", state.Heap.Select(static b => $"{b >> 20} MB"))}.")
            : null;
    }

    private static (int Alive, int Made, bool TooMany) AliveOf(Judge[] judges)
    {
        var (alive, made) = (judges.Sum(static judge => judge.Engines.Alive), judges.Sum(static judge => judge.Engines.Made));
        return (alive, made, alive > MostAlive + (made / 4));
    }

    private static string Names(string text)
    {
        var words = System.Text.RegularExpressions.Regex.Matches(text, @"(?<=(?:apply|construct)\()[^,]+|\b[A-Za-z]+\.[A-Za-z.]+", System.Text.RegularExpressions.RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))
            .Select(static match => match.Value).Where(static word => word is not ("Reflect.apply" or "Reflect.construct")).Distinct(StringComparer.Ordinal).Take(3);
        return string.Join(", ", words) is { Length: > 0 } names ? names : text[..Math.Min(60, text.Length)];
    }
}
