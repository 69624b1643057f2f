using PureEdge.Bench.Compare.Peers;
using PureEdge.Bench.Load;
using PureEdge.Bench.Machine;
using PureEdge.Bench.Reporting;
using PureEdge.Bench.Scenarios;

namespace PureEdge.Bench.Compare;

/// <summary>
/// Requests a second of one worker of Compare/Workers in PureEdge, workerd and, where its file asks for them, deno, node and bare Kestrel. The sides take turns, in
/// several launches of all of them; before, each must give the same answer.
/// </summary>
internal sealed class Throughput(string name) : IScenario
{
    private const int Launches = 3;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Summary => "requests a second of Compare/Workers/" + name + ".js";

    /// <inheritdoc/>
    public async Task RunAsync(Settings settings, Report report)
    {
        var worker = Toolbox.Installed.Worker(name);
        if (worker.Pinned && !Affinity.IsAvailable)
        {
            report.Line("- not measured: it needs Linux, taskset and two processors");
            return;
        }

        report.Line(worker.Summary + "\n");
        var sides = Peers(worker).Select(peer => new ThroughputSide(peer, worker)).ToArray();
        var ratio = new Spread();
        using (worker.Pinned ? Affinity.Only(1) : null)
        {
            for (var launch = 0; launch < settings.Pick(Launches, 1); launch++)
            {
                await LaunchAsync(settings, sides, ratio);
            }
        }

        report.Table(["", "requests/s", "p50 ms", "p99 ms", "max ms", "server CPU us/request", "warm after s"], sides.Select(side => side.Row()));
        report.Line($"PureEdge / workerd: {ratio.ShowInterval("0.###")}, {worker.Connections} connections.\n");
        Ratios.Add(name, "requests/s", ratio, worker.AtLeast is { } least ? $"at least {least}" : "");
        if (worker.AtLeast is { } wanted)
        {
            report.Require($"at least {wanted} times workerd's requests a second (it is {ratio.Median:0.##})", ratio.Median >= wanted);
        }
    }

    private static IEnumerable<IPeer> Peers(ComparedWorker worker) =>
    [
        new PureEdgePeer(),
        new WorkerdPeer(),
        .. worker.References ? (IPeer[])[new DenoPeer(), new NodePeer()] : [],
        .. worker.Hello ? (IPeer[])[new KestrelPeer()] : [],
    ];

    private static async Task LaunchAsync(Settings settings, ThroughputSide[] sides, Spread ratio)
    {
        try
        {
            foreach (var side in sides)
            {
                await side.StartAsync();
            }

            foreach (var side in sides.Skip(1))
            {
                side.RequireAnswerOf(sides[0]);
            }

            foreach (var side in sides)
            {
                await side.WarmUpAsync(settings);
            }

            for (var round = 0; round < settings.Rounds; round++)
            {
                var rates = new List<double>();
                foreach (var side in sides)
                {
                    rates.Add(await side.RunAsync(settings.RoundTime, keep: true));
                }

                ratio.Add(rates[0] / rates[1]);
            }
        }
        finally
        {
            foreach (var side in sides)
            {
                await side.StopAsync();
            }
        }
    }
}
