using System.CommandLine;
using System.Globalization;
using PureEdge.Fuzz.Campaigns;
using PureEdge.Fuzz.Reporting;
using PureEdge.Fuzz.Running;
using PureEdge.Fuzz.Surface;
using PureEdge.Fuzz.Targets;

namespace PureEdge.Fuzz.Commands;

/// <summary><c>pureedge-fuzz run</c>: a campaign.</summary>
internal static class RunCommand
{
    private static readonly TimeSpan LiveEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(15);

    public static Command Create()
    {
        var target = new Option<string[]>("--target") { Description = "What to attack; may be given again. Default: all ('pureedge-fuzz list').", AllowMultipleArgumentsPerToken = true };
        var seconds = new Option<int>("--seconds") { Description = "How long, 1 to 86400.", DefaultValueFactory = static _ => 60 };
        var cases = new Option<long>("--cases") { Description = "How many cases at most.", DefaultValueFactory = static _ => long.MaxValue };
        var from = new Option<long>("--from") { Description = "The number of the first case." };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same cases.", DefaultValueFactory = static _ => 1 };
        var jobs = new Option<int>("--jobs") { Description = "Cases at once, 1 to 64.", DefaultValueFactory = static _ => Environment.ProcessorCount };
        var results = new Option<string>("--results") { Description = "Where findings are written.", DefaultValueFactory = static _ => "fuzz-results" };
        var isolated = new Option<bool>("--isolated") { Description = "Run the cases in a child process, and name the case that ends or hangs it." };
        var first = new Option<bool>("--first") { Description = "Stop at the first finding, and do not make it smaller." };
        var climb = new Option<bool>("--climb") { Description = "Also change those cases further that take most bytes and time for their fuel; the seed alone then does not say which cases come." };
        var untimed = new Option<bool>("--untimed") { Description = "Judge no times, on a machine that others use; fuel, memory and all else are judged." };
        var coverage = new Option<bool>("--coverage") { Description = "Watch the edges of the product's code, and keep as seeds the cases that take new ones, with one job; the seed alone then does not say which cases come." };
        var journal = new Option<string?>("--journal") { Hidden = true };
        Within(seconds, 1, 86_400);
        Within(jobs, 1, 64);
        target.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens.Where(static token => TargetCatalog.Find(token.Value) is null))
            {
                result.AddError($"There is no target '{token.Value}'; there are {string.Join(", ", TargetCatalog.All.Select(static t => t.Name))}.");
            }
        });
        var command = new Command("run", """
            Run a campaign: cases, each in a fresh isolate, past all oracles. Exit status 1 when something was found.

            Example:
              pureedge-fuzz run --seconds 300 --seed 7
            """) { target, seconds, cases, from, seed, jobs, results, isolated, first, climb, untimed, coverage, journal };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new CampaignOptions
            {
                Targets = parsed.GetValue(target) is { Length: > 0 } names ? [.. names.Select(static name => TargetCatalog.Find(name)!)] : TargetCatalog.All,
                Time = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                Cases = parsed.GetValue(cases),
                From = parsed.GetValue(from),
                Seed = parsed.GetValue(seed),
                // The map of edges is one for the process.
                Jobs = Coverage.EdgeMap.Exists ? 1 : parsed.GetValue(jobs),
                Results = Path.GetFullPath(parsed.GetValue(results)!),
                Journal = parsed.GetValue(journal),
                Climbs = parsed.GetValue(climb),
                StopsAtFinding = parsed.GetValue(first),
                ReadsClock = !parsed.GetValue(untimed),
            };
            if (parsed.GetValue(coverage))
            {
                return Coverage.CoveredRun.RunAsync([.. parsed.Tokens.Select(static token => token.Value).Where(static word => word != "--coverage")], cancellationToken);
            }

            return parsed.GetValue(isolated) ? IsolatedCampaign.RunAsync(options, cancellationToken) : RunAsync(options, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(CampaignOptions options, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Results!);
        var surface = await ApiSurface.WalkAsync();
        var state = new CampaignState();
        Terminal.Line($"{surface.Functions.Count} functions, targets {string.Join(", ", options.Targets.Select(static t => t.Name))}, seed {options.Seed}, {options.Jobs} jobs");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = WatchAsync(state, over.Token);
        await new Campaign(options, surface, state).RunAsync(cancellationToken);
        await over.CancelAsync();
        await watching;
        Summarise(state, options);
        return state.Findings.Count == 0 ? ExitStatus.NothingFound : ExitStatus.Findings;
    }

    private static async Task WatchAsync(CampaignState state, CancellationToken over)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        using var timer = new PeriodicTimer(Terminal.IsLive ? LiveEvery : PlainEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                foreach (var finding in state.Findings.Where(finding => told.Add(finding.Name)))
                {
                    Terminal.Line($"found {finding.Name}: {finding.Breach.Signature}");
                }

                var line = Progress(state);
                if (Terminal.IsLive)
                {
                    Terminal.Live(line);
                }
                else
                {
                    Terminal.Line(line);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The campaign is over.
        }
    }

    private static string Progress(CampaignState state) => string.Create(
        CultureInfo.InvariantCulture,
        $"{state.Elapsed.TotalSeconds:0} s  {state.Cases} cases  {state.Isolates / state.Elapsed.TotalSeconds:0} isolates/s  {state.SpeedOfLate():0} a second of one core  {state.Features} features  {(Coverage.EdgeMap.Exists ? $"{Coverage.EdgeMap.Count} edges  " : "")}{state.Findings.Count} findings  slowest {state.Slowest.Value:0.0}x  greediest {state.Greediest.Value / 1048576:0.0} MB");

    private static void Summarise(CampaignState state, CampaignOptions options)
    {
        Terminal.Line(Progress(state));
        Terminal.Line(string.Create(CultureInfo.InvariantCulture, $"speed     {state.Isolates} isolates in {state.ProcessorTime.TotalSeconds:0.0} s of processor time, the compiler's included: {state.Isolates / state.ProcessorTime.TotalSeconds:0} a second of one core. The compiler took {System.Runtime.JitInfo.GetCompilationTime().TotalSeconds:0.0} s, collections {GC.GetTotalPauseDuration().TotalSeconds:0.0} s"));
        Terminal.Line("outcomes  " + string.Join("  ", state.Outcomes.OrderByDescending(static o => o.Value).Select(static o => $"{o.Key} {o.Value}")));
        Terminal.Line("targets   " + string.Join("  ", state.Targets.Select(static t => $"{t.Key} {t.Value.Cases} ({t.Value.Milliseconds / t.Value.Cases:0.0} ms)")));
        if (state.Open > 0)
        {
            Terminal.Line($"open      {state.Open} cases met a finding that is known and not mended (Oracles/OpenFindings.cs)");
        }

        Terminal.Line("a case    " + state.Times.PerOne(state.Cases) + " ms");
        Terminal.Line("heap      " + string.Join(" ", state.Heap.Select(static b => $"{b >> 20}")) + " MB");
        Terminal.Line(state.Slowest.Case is { } slowest ? $"slowest   {slowest.Target} case {slowest.Index}" : "");
        Terminal.Line(state.Greediest.Case is { } greediest ? $"greediest {greediest.Target} case {greediest.Index}" : "");
        var unreviewed = Path.Combine(options.Results!, "unreviewed-types.txt");
        File.WriteAllLines(unreviewed, GraphWalk.Unreviewed.OrderBy(static t => t.Key, StringComparer.Ordinal).Select(static t => $"{t.Key}  {t.Value}"));
        Terminal.Line($"types     {GraphWalk.Unreviewed.Count} of the interpreter and the platform that the reviewed list does not name -> {unreviewed}");
        foreach (var finding in state.Findings)
        {
            Terminal.Line($"FOUND {finding.Breach.Kind}: {finding.Breach.Signature} ({finding.Times} times, first after {finding.After.TotalSeconds:0.0} s) -> {Path.Combine(options.Results!, finding.Name)}");
        }

        if (state.Findings.Count > 0)
        {
            Terminal.Line($"page {ResultsFolder.WritePage(options.Results!)}");
        }
    }

    private static void Within(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && (value < least || value > most))
        {
            result.AddError($"'{option.Name}' is {value}; it must be from {least} to {most}.");
        }
    });
}
