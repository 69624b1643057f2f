using System.Diagnostics;
using System.Runtime.CompilerServices;
using PureEdge.Fuzz.Oracles;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Programs.Forms;
using PureEdge.Fuzz.Running;
using PureEdge.Fuzz.Targets;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Campaigns;

/// <summary>Runs cases past all oracles.</summary>
/// <remarks>One for each job.</remarks>
/// <param name="readsClock">Whether times are judged. A test, which shares its machine, judges none.</param>
/// <param name="isAlone">Whether nothing else runs in the process.</param>
internal sealed class Judge(bool readsClock = true, bool isAlone = false) : IDisposable
{
    private const int Confirmations = 3;

    // Code is compiled well after some thirty calls; until then anything may be slow.
    private const int ConfirmationsOfTime = 24;

    private readonly Dictionary<ExecutionLimits, Arena> _arenas = [];
    private readonly GraphOracle _graph = new();

    /// <summary>The oracles, in the order in which they are asked; the graph's is the last.</summary>
    public IReadOnlyList<IOracle> Oracles { get; } =
        [new CanaryOracle(), new EscapeOracle(), new OutcomeOracle(), new BillOracle(), new MemoryOracle(), new TimeOracle(readsClock), new ParserOracle(), new WasmOracle(), new PeerOracle()];

    /// <summary>Where the time goes.</summary>
    public StageTimes Times { get; init; } = new();

    /// <summary>Fresh isolates that went past all oracles.</summary>
    public long Isolates { get; private set; }

    /// <summary>How many engines of cases live of how many that were made since <see cref="ForgetEngines"/>. For when a collection is over.</summary>
    public (int Alive, int Made) Engines => (_graph.Engines.Count(static engine => engine.IsAlive), _graph.Engines.Count);

    /// <summary>Begins to count engines again.</summary>
    public void ForgetEngines() => _graph.Engines.Clear();

    /// <summary>Runs a case.</summary>
    /// <param name="what">The case.</param>
    /// <param name="limits">What it may use.</param>
    /// <param name="repeats">Whether it runs twice, to see whether it costs the same.</param>
    public async Task<(CaseRun Run, Breach? Breach)> RunAsync(FuzzCase what, ExecutionLimits limits, bool repeats)
    {
        var arena = ArenaOf(limits);
        var (run, breach) = await OnceAsync(what, arena);
        if (breach is null && repeats && RepeatOracle.Applies(run))
        {
            (var again, breach) = await OnceAsync(what, arena, isAgain: true);
            breach ??= RepeatOracle.Judge(run, again);
        }

        if (breach is null && FormOracle.Applies(run))
        {
            breach = await ElsewhereAsync(what, run, arena);
        }

        if (breach is { NeedsConfirmation: true })
        {
            var start = Stopwatch.GetTimestamp();
            breach = await ConfirmAsync(breach, what, arena);
            Times.Add(Stage.Confirm, ref start);
        }

        return (run, breach);
    }

    /// <summary>Asks the neighbour of the cases with such limits.</summary>
    public async Task<Breach?> ProbeAsync(ExecutionLimits limits)
    {
        var (wrong, time) = await ArenaOf(limits).Neighbour.ProbeAsync();
        if (wrong is not null)
        {
            return new("neighbour", "wrong answer", $"The neighbour did not answer: {wrong}");
        }

        for (var i = 0; readsClock && time.TotalMilliseconds > 100; i++)
        {
            if (i == Confirmations)
            {
                return new("neighbour", "slow", $"The neighbour takes {time.TotalMilliseconds:0} ms, again and again.");
            }

            (_, time) = await ArenaOf(limits).Neighbour.ProbeAsync();
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var arena in _arenas.Values)
        {
            arena.Dispose();
        }
    }

    // In one of the other shapes, which depends on the case's number alone, and once more in the isolate that has run it.
    private async Task<Breach?> ElsewhereAsync(FuzzCase what, CaseRun run, Arena arena)
    {
        var (other, breach) = await OnceAsync(what with { Shape = CaseShape.Others[(int)(what.Index / TargetCatalog.All.Count % CaseShape.Others.Count)] }, arena);
        if ((breach ?? FormOracle.Judge(run, other)) is { } found)
        {
            return found;
        }

        var twice = await arena.RunAsync(what, times: 2);
        Isolates++;
        return twice.Count == 2 ? FormOracle.JudgeAgain(twice[0], twice[1]) : null;
    }

    private async Task<Breach?> ConfirmAsync(Breach breach, FuzzCase what, Arena arena)
    {
        var times = breach.Kind is "time" or "parse time" ? ConfirmationsOfTime : Confirmations;
        for (var i = 0; i < times; i++)
        {
            var (run, found) = await OnceAsync(what, arena);
            if (found is { NeedsConfirmation: false })
            {
                // Code that is compiled by now comes further, to something that no busy machine looks like.
                return found;
            }

            var again = breach.Kind == "repeat" ? RepeatOracle.Judge(run, (await OnceAsync(what, arena)).Run) : found?.Kind == breach.Kind ? found : null;
            // Of differences one in three is enough: something of them is random, and it should not be.
            if (again is null && breach.Kind != "repeat")
            {
                return null;
            }

            if (again is not null && breach.Kind == "repeat")
            {
                return again;
            }

            breach = again ?? breach;
        }

        return breach.Kind == "repeat" ? null : breach;
    }

    private async Task<(CaseRun Run, Breach? Breach)> OnceAsync(FuzzCase what, Arena arena, bool isAgain = false)
    {
        var run = await arena.RunAsync(what);
        Times.Add(Stage.Load, run.ParseTime);
        Times.Add(Stage.Answer, run.AnswerTime);
        Times.Add(Stage.Settle, run.SettleTime);
        Isolates += what.Form != CaseForm.Input && run.Outcome is not null ? 1 : 0;
        var start = Stopwatch.GetTimestamp();
        var breach = Oracles.Where(oracle => !isAgain || !oracle.JudgesCase).Select(oracle => oracle.Judge(run)).FirstOrDefault(static found => found is not null);
        Times.Add(Stage.Judge, ref start);
        // Its readers are made at run time; where that is refused (--interpreted) they cannot read all types.
        breach ??= RuntimeFeature.IsDynamicCodeSupported ? _graph.Judge(run) : null;
        Times.Add(Stage.Graph, ref start);
        run.Isolates = [];
        return (run, breach);
    }

    private Arena ArenaOf(ExecutionLimits limits)
    {
        if (!_arenas.TryGetValue(limits, out var arena))
        {
            _arenas[limits] = arena = new(limits, hasNeighbour: true, isAlone);
        }

        return arena;
    }
}
