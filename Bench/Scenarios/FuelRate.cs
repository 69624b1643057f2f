using PureEdge.Bench.Programs;
using PureEdge.Bench.Reporting;
using PureEdge.Limits;

namespace PureEdge.Bench.Scenarios;

/// <summary>
/// How much fuel an ordinary millisecond executes: a set of small programs on a bare Jint engine with limits. It is where
/// <see cref="Fuel.PerMillisecond"/> comes from. Must hold: a program always costs the same fuel. The constant itself is a decision and not judged: it stays what it is when machines get faster, so that bills
/// can be compared.
/// </summary>
internal sealed class FuelRate : IScenario
{
    /// <inheritdoc/>
    public string Name => "fuel";

    /// <inheritdoc/>
    public string Summary => "fuel that an ordinary millisecond executes";

    /// <inheritdoc/>
    public Task RunAsync(Settings settings, Report report) => Task.Run(() =>
    {
        var runners = ScriptProgram.All.Select(p => (Program: p, Runner: new LimitedRunner(p), PerMillisecond: new Spread(), Milliseconds: new Spread())).ToArray();
        foreach (var (_, runner, _, _) in runners)
        {
            runner.RunFor(settings.WarmUpTime / runners.Length);
        }

        for (var round = 0; round < settings.Rounds; round++)
        {
            foreach (var (_, runner, perMillisecond, milliseconds) in runners)
            {
                var each = runner.RunFor(settings.RoundTime / runners.Length);
                milliseconds.Add(each);
                perMillisecond.Add(runner.Fuel / each);
            }
        }

        report.Table(
            ["program", "fuel", "ms", "fuel/ms"],
            runners.Select(r => (string[])[r.Program.Name, $"{r.Runner.Fuel:N0}", r.Milliseconds.Show("0.000"), r.PerMillisecond.Show("N0")]));
        var mean = Spread.GeometricMean(runners.Select(r => r.PerMillisecond.Median));
        report.Line($"Geometric mean: {mean:N0} fuel/ms. `Fuel.PerMillisecond` is {Fuel.PerMillisecond:N0}: here, a millisecond of `cpu_ms` takes {Fuel.PerMillisecond / mean:0.00} ms.\n");
        var changing = runners.Where(r => r.Runner.Costs.Count > 1).Select(r => $"'{r.Program.Name}' {string.Join(", ", r.Runner.Costs)}").ToArray();
        report.Require($"each program costs the same fuel in every run{(changing.Length > 0 ? $" (not {string.Join("; ", changing)})" : "")}", changing.Length == 0);
    });
}
