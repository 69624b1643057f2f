using System.Diagnostics;
using PureEdge.Bench.Programs;
using PureEdge.Bench.Reporting;

namespace PureEdge.Bench.Scenarios;

/// <summary>
/// What limits cost: the same programs on the metered interpreter with all limits on and on Jint as its package has it, without
/// any, taking turns. Must hold: 1.10 in the geometric mean over programs of one kind of work each and programs of libraries.
/// </summary>
internal sealed class LimitsCost : IScenario
{
    private const double Bound = 1.10;

    // Short, so that what slows the machine for a second slows both sides alike.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public string Name => "limits";

    /// <inheritdoc/>
    public string Summary => "time of programs with limits against plain Jint without";

    /// <inheritdoc/>
    public Task RunAsync(Settings settings, Report report) => Task.Run(() =>
    {
        var libraries = LibraryPrograms.Read(out var missing);
        var pairs = ScriptProgram.All.Concat(libraries).Select(p => new Pair(p)).ToArray();
        foreach (var pair in pairs)
        {
            pair.WarmUp(settings.WarmUpTime / pairs.Length);
        }

        for (var round = 0; round < settings.Rounds; round++)
        {
            foreach (var pair in pairs)
            {
                pair.Run(settings.RoundTime / pairs.Length);
            }
        }

        report.Table(["program", "plain ms", "limited ms", "ratio"], pairs.Select(p => p.Row()));
        if (missing is not null)
        {
            report.Line($"Without the libraries: {missing}.\n");
        }

        var mean = Spread.GeometricMean(pairs.Select(p => p.Ratio.Median));
        report.Require($"geometric mean of the ratios is at most {Bound:0.00} (it is {mean:0.000})", mean <= Bound);
    });

    private sealed class Pair(ScriptProgram program)
    {
        private readonly PlainRunner _plain = new(program);
        private readonly LimitedRunner _limited = new(program);
        private readonly Spread _plainTime = new();
        private readonly Spread _limitedTime = new();

        public Spread Ratio { get; } = new();

        public void WarmUp(TimeSpan time)
        {
            // Both get compiled with the same profile, and neither while the other is measured.
            for (var i = 0; i < 4; i++)
            {
                _plain.RunFor(time / 8);
                _limited.RunFor(time / 8);
            }
        }

        public void Run(TimeSpan time)
        {
            var start = Stopwatch.GetTimestamp();
            do
            {
                var plain = _plain.RunFor(Turn);
                var limited = _limited.RunFor(Turn);
                _plainTime.Add(plain);
                _limitedTime.Add(limited);
                Ratio.Add(limited / plain);
            }
            while (Stopwatch.GetElapsedTime(start) < time);
        }

        public string[] Row() => [program.Name, _plainTime.Show("0.000"), _limitedTime.Show("0.000"), Ratio.Show("0.00")];
    }
}
