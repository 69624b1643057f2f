using System.Globalization;
using PureEdge.Bench.Compare;
using PureEdge.Bench.Scenarios;

namespace PureEdge.Bench;

/// <summary>The command line.</summary>
internal sealed record Arguments
{
    /// <summary>The scenarios, in the order they were named.</summary>
    public IReadOnlyList<IScenario> Scenarios { get; private init; } = [];

    /// <summary>How long to measure.</summary>
    public Settings Settings { get; private init; } = new(Settings.DefaultSeconds, Quick: false);

    /// <summary>The file to append the results to, if any.</summary>
    public string? Out { get; private init; }

    /// <summary>Whether to measure on a busy machine too.</summary>
    public bool Force { get; private init; }

    /// <summary>Whether only the help is wanted.</summary>
    public bool Help { get; private init; }

    /// <summary>What <c>--help</c> prints.</summary>
    public static string HelpText { get; } = $"""
        Measures PureEdge. Performance is a ratio within one run, the sides taking turns, or a bound that must hold.

        dotnet run --project Bench -c Release -- SCENARIO... [--seconds N] [--quick] [--force] [--out FILE.md]
        dotnet run --project Bench -c Release -- compare [COMPARISON...] [--seconds N] [--quick] [--force] [--out FILE.md]
        dotnet run --project Bench -c Release -- micro [BenchmarkDotNet's arguments; all benchmarks without any]

        Scenarios:
        {string.Join('\n', Program.Scenarios.Select(s => $"  {s.Name,-12} {s.Summary}"))}
          quick        every scenario, very briefly, only to see that it runs; the same as all of them with --quick

        Comparisons with workerd, which npm installs (all of them, when none is named):
        {string.Join('\n', Comparisons.All.Select(s => $"  {s.Name,-16} {s.Summary}"))}

        Options:
          --seconds N  seconds of measuring for each side or phase, over all rounds; 1 to 600, default {Settings.DefaultSeconds}
          --quick      only see that it runs: nothing is judged, and a busy machine is no obstacle
          --force      measure even if the machine is busy; the result says so
          --out FILE   append the result to FILE, as Markdown; without it nothing is written

        Examples:
          dotnet run --project Bench -c Release -- hello
          dotnet run --project Bench -c Release -- neighbours cold --seconds 30 --out Bench/Results/latency.md
          dotnet run --project Bench -c Release -- quick
          dotnet run --project Bench -c Release -- micro --filter *Isolate*
          dotnet run --project Bench -c Release -- compare hello cold-hello --seconds 5
          dotnet run --project Bench -c Release -- compare --out Bench/Results/compare.md

        Exit status: 0 everything holds; 1 something does not, or the machine is busy; 2 wrong arguments.
        """;

    /// <summary>Reads the command line.</summary>
    /// <param name="args">It.</param>
    /// <param name="error">What is wrong with it, if the result is <see langword="null"/>.</param>
    public static Arguments? Parse(string[] args, out string error)
    {
        error = "";
        var result = new Arguments();
        var known = args is ["compare", ..] ? Comparisons.All : Program.Scenarios;
        var scenarios = new List<IScenario>();
        for (var i = known == Comparisons.All ? 1 : 0; i < args.Length; i++)
        {
            var argument = args[i];
            switch (argument)
            {
                case "--help" or "-h" or "-?":
                    return result with { Help = true };
                case "--quick":
                    result = result with { Settings = result.Settings with { Quick = true } };
                    break;
                case "--force":
                    result = result with { Force = true };
                    break;
                case "--out" when i + 1 < args.Length:
                    result = result with { Out = args[++i] };
                    break;
                case "--seconds" when i + 1 < args.Length:
                    if (!double.TryParse(args[++i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > 600)
                    {
                        error = $"'--seconds {args[i]}': must be a number from 1 to 600.";
                        return null;
                    }

                    result = result with { Settings = result.Settings with { Seconds = seconds } };
                    break;
                case "quick" when known == Program.Scenarios:
                    scenarios.AddRange(Program.Scenarios);
                    result = result with { Settings = result.Settings with { Quick = true } };
                    break;
                default:
                    if (known.FirstOrDefault(s => s.Name == argument) is not { } scenario)
                    {
                        error = argument is "--out" or "--seconds"
                            ? $"'{argument}' needs a value."
                            : $"'{argument}' is neither a scenario ({string.Join(", ", known.Select(s => s.Name))}) nor an option.";
                        return null;
                    }

                    scenarios.Add(scenario);
                    break;
            }
        }

        if (scenarios.Count == 0 && known == Comparisons.All)
        {
            scenarios.AddRange(known);
        }

        if (scenarios.Count == 0)
        {
            error = "Say which scenario to run.";
        }
        else if (result.Out is { } path && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            // Said now, and not after minutes of measuring.
            error = $"'--out {path}': the folder does not exist.";
        }

        return error.Length > 0 ? null : result with { Scenarios = [.. scenarios.Distinct()] };
    }
}
