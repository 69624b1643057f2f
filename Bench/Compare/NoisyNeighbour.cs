using PureEdge.Bench.Compare.Peers;
using PureEdge.Bench.Load;
using PureEdge.Bench.Reporting;
using PureEdge.Bench.Scenarios;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Compare;

/// <summary>
/// An innocent worker beside ten tenants that loop for ever, allocate or recurse, in PureEdge and in workerd: its p50 and p99 when idle and under attack.
/// Must hold in PureEdge: p99 at most twice idle + 3 ms. workerd has no limits; that it does not answer is said, not required.
/// </summary>
internal sealed class NoisyNeighbour : IScenario
{
    private const int Attackers = 10;
    private const string Innocent = "innocent";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private static readonly string[] Bodies =
    [
        "while (true) {}",
        "const a = []; while (true) a.push(new Array(1000).fill(a.length));",
        "function f() { return 1 + f() } while (true) { try { f() } catch {} }",
    ];

    /// <inheritdoc/>
    public string Name => "noisy-neighbour";

    /// <inheritdoc/>
    public string Summary => $"an innocent worker beside {Attackers} that loop, allocate and recurse";

    /// <inheritdoc/>
    public async Task RunAsync(Settings settings, Report report)
    {
        var sources = Enumerable.Range(0, Attackers).ToDictionary(i => $"attacker{i}", i => $"export default {{ fetch() {{ {Bodies[i % Bodies.Length]} }} }};", StringComparer.Ordinal);
        sources[Innocent] = Workload.HelloSource;
        var ours = await MeasureAsync(await OursAsync(sources), settings);
        var theirs = await MeasureAsync(await WorkerdPeer.StartManyAsync(sources), settings);
        report.Table(["innocent's latency", "idle p50 ms", "p99 ms", "attacked p50 ms", "p99 ms", "answered"], [ours.Row("PureEdge"), theirs.Row("workerd")]);
        var most = 2 * ours.Idle.Latency.Percentile(99) + 3;
        report.Require($"PureEdge's p99 under attack is at most {most:0.0} ms, twice idle plus 3 ms", ours.Attacked.Broken == 0 && ours.Attacked.Latency.Percentile(99) <= most);
    }

    private static async Task<ServerProcess> OursAsync(Dictionary<string, string> sources)
    {
        var server = await ServerProcess.StartPlatformAsync(Path.Combine(Toolbox.Installed.Folder, Path.GetRandomFileName()), PlatformClient.Token);
        using var client = await PlatformClient.OfAsync(server);
        foreach (var (name, source) in sources)
        {
            await client.DeployAsync(name, source);
        }

        return server;
    }

    private static async Task<Outcome> MeasureAsync(ServerProcess server, Settings settings)
    {
        await using (server)
        {
            var probe = new SteadyProbe(server.Address, Workload.RequestTo(Innocent), Interval);
            await probe.RunForAsync(settings.WarmUpTime);
            var idle = await probe.RunForAsync(settings.RoundTime * settings.Rounds);
            using var stop = new CancellationTokenSource();
            LoadGenerator[] attacks = [.. Enumerable.Range(0, Attackers).Select(_ => new LoadGenerator(server.Address, 1))];
            var attacking = attacks.Select((load, i) => load.RunForAsync(Workload.RequestTo($"attacker{i}"), settings.RoundTime * settings.Rounds)).ToArray();
            var attacked = await probe.RunForAsync(settings.RoundTime * settings.Rounds);
            foreach (var load in attacks)
            {
                // Its requests may never be answered.
                load.Dispose();
            }

            await Task.WhenAll(attacking);
            return new Outcome(idle, attacked);
        }
    }

    private sealed record Outcome(LoadResult Idle, LoadResult Attacked)
    {
        public string[] Row(string name) =>
        [
            name, $"{Idle.Latency.Percentile(50):0.00}", $"{Idle.Latency.Percentile(99):0.00}",
            Attacked.Latency.Count == 0 ? "-" : $"{Attacked.Latency.Percentile(50):0.00}", Attacked.Latency.Count == 0 ? "-" : $"{Attacked.Latency.Percentile(99):0.00}",
            Attacked.Broken == 0 ? "all" : $"{Attacked.Latency.Count}, then none for {HttpConnection.MostSilence.TotalSeconds:0} s",
        ];
    }
}
