using PureEdge.Bench.Programs;
using PureEdge.Bench.Reporting;

namespace PureEdge.Bench.Scenarios;

/// <summary>
/// What limits cost: the same programs on Jint with limits and on Jint without any, taking turns. Shows the price of safety
/// alone, since both sides are the same interpreter. No bound is set; a change of it shows in a comparison of two results.
/// </summary>
internal sealed class LimitsCost : IScenario
{
    /// <inheritdoc/>
    public string Name => "limits";

    /// <inheritdoc/>
    public string Summary => "time of programs with limits against the same without";

    /// <inheritdoc/>
    public Task RunAsync(Settings settings, Report report) => Task.Run(() =>
    {
        var pairs = ScriptProgram.All.Select(p => new Pair(p)).ToArray();
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
        report.Line($"Geometric mean of the ratios: {Spread.GeometricMean(pairs.Select(p => p.Ratio.Median)):0.000}.\n");
    });

    private sealed class Pair(ScriptProgram program)
    {
        private readonly ProgramRunner _plain = new(program, limited: false);
        private readonly ProgramRunner _limited = new(program, limited: true);
        private readonly Spread _plainTime = new();
        private readonly Spread _limitedTime = new();

        public Spread Ratio { get; } = new();

        public void WarmUp(TimeSpan time)
        {
            _plain.RunFor(time);
            _limited.RunFor(time);
        }

        public void Run(TimeSpan time)
        {
            var plain = _plain.RunFor(time);
            var limited = _limited.RunFor(time);
            _plainTime.Add(plain);
            _limitedTime.Add(limited);
            Ratio.Add(limited / plain);
        }

        public string[] Row() => [program.Name, _plainTime.Show("0.000"), _limitedTime.Show("0.000"), Ratio.Show("0.00")];
    }
}
