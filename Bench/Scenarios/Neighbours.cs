using PureEdge.Bench.Load;
using PureEdge.Bench.Reporting;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Scenarios;

/// <summary>
/// An innocent worker is requested every 5 ms while attackers in the same process are hit without pause. Shows that a worker
/// which burns processor, memory or stack until it is killed, in JavaScript or WebAssembly, is not felt next door, nor one whose deployment costs as much as it can. Must hold: the innocent's p99 under each
/// attack is at most twice its idle p99 plus 3 ms, every innocent request is answered, and the process lives.
/// </summary>
/// <remarks>
/// Idle and attacked phases take turns; the percentiles are those of all rounds together, because one round has too few requests
/// for a p99. On a machine whose clients share the processors with the server, the innocent's own client waits for a processor too.
/// </remarks>
internal sealed class Neighbours : IScenario
{
    private const int Attackers = 4;
    private const string Innocent = "innocent";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private static readonly (string Name, string Body)[] Attacks =
    [
        ("endless", "while (true) {}"),
        ("allocation", "const a = []; while (true) a.push(new Array(1000).fill(a.length));"),
        ("recursion", "function f() { return 1 + f() } while (true) { try { f() } catch {} }"),
    ];

    // The same in WebAssembly: what is exported as the first word, and how it is called.
    private static readonly (string Name, string Body)[] WasmAttacks =
    [
        ("wasm-endless", "exports.endless();"),
        ("wasm-growth", "exports.growth();"),
        ("wasm-recursion", "while (true) { try { exports.recursion() } catch {} }"),
    ];

    // (memory 1) (func (export "endless") (loop (br 0))) (func (export "recursion") (call 1))
    // (func (export "growth") (loop (drop (memory.grow (i32.const 1))) (br 0)))
    private static readonly byte[] WasmAttack =
    [
        0, .. "asm"u8, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 4, 3, 0, 0, 0, 5, 3, 1, 0, 1,
        7, 32, 3, 7, .. "endless"u8, 0, 0, 9, .. "recursion"u8, 0, 1, 6, .. "growth"u8, 0, 2,
        10, 27, 3, 7, 0, 0x03, 0x40, 0x0C, 0, 0x0B, 0x0B, 4, 0, 0x10, 1, 0x0B, 12, 0, 0x03, 0x40, 0x41, 1, 0x40, 0, 0x1A, 0x0C, 0, 0x0B, 0x0B,
    ];

    /// <inheritdoc/>
    public string Name => "neighbours";

    /// <inheritdoc/>
    public string Summary => "latency of an innocent worker, idle and while others attack";

    /// <inheritdoc/>
    public async Task RunAsync(Settings settings, Report report)
    {
        using var workload = new Workload();
        workload.Add(Innocent, Workload.HelloSource);
        foreach (var (name, body) in Attacks)
        {
            workload.Add(name, $"export default {{ fetch() {{ {body} }} }}\n");
        }

        foreach (var (name, body) in WasmAttacks)
        {
            const string Imports = "import module from \"./attack.wasm\";\nconst { exports } = new WebAssembly.Instance(module);\n";
            workload.AddWithModule(name, $"{Imports}export default {{ fetch() {{ {body} }} }}\n", "attack.wasm", WasmAttack);
        }

        await using var server = await ServerProcess.StartPureEdgeAsync(workload.Folder, PlatformClient.Token);
        var idle = new Phase("idle", server, []);
        Phase[] attacks =
        [
            .. Attacks.Concat(WasmAttacks).Select(a => new Phase(a.Name, server, [new Requests(server, a.Name)])),
            new Phase("all of JavaScript", server, [.. Attacks.Select(a => new Requests(server, a.Name))]),
            new Phase("all of WebAssembly", server, [.. WasmAttacks.Select(a => new Requests(server, a.Name))]),
            new Phase("wasm-deployment", server, [new HostileDeployments(server, "deployed", 0)]),
            // Several at once: each begins at another kind of module, and has numbers of its own.
            new Phase("wasm-deployments", server, [.. Enumerable.Range(0, Attackers).Select(i => new HostileDeployments(server, $"deployed{i}", ((i + 1) * 1_000_000) + i))]),
        ];
        try
        {
            await WarmUpAsync(server, settings, attacks);
            for (var round = 0; round < settings.Rounds; round++)
            {
                foreach (var attack in attacks)
                {
                    await idle.RunAsync(settings.RoundTime / 2);
                    await attack.RunAsync(settings.RoundTime);
                }
            }
        }
        finally
        {
            foreach (var attack in attacks)
            {
                attack.Dispose();
            }
        }

        Write(report, idle, attacks, server.IsAlive);
    }

    private static async Task WarmUpAsync(ServerProcess server, Settings settings, Phase[] attacks)
    {
        using (var load = new LoadGenerator(server.Address, Attackers))
        {
            (await load.RunForAsync(Workload.RequestTo(Innocent), settings.WarmUpTime)).RequireAllOk(Innocent);
        }

        foreach (var attack in attacks)
        {
            await attack.RunAsync(settings.WarmUpTime / 4, keep: false);
        }
    }

    private static void Write(Report report, Phase idle, Phase[] attacks, bool isAlive)
    {
        report.Table(
            ["innocent under", "requests", "p50 ms", "p99 ms", "p99 of rounds", "max ms", "attacks answered", "attacks/s"],
            ((Phase[])[idle, .. attacks]).Select(p => p.Row()));
        var most = 2 * idle.P99 + 3;
        foreach (var attack in attacks)
        {
            report.Require($"p99 under '{attack.Name}' is at most {most:0.00} ms, twice idle plus 3 ms (it is {attack.P99:0.00})", attack.P99 <= most);
            report.Require($"every innocent request under '{attack.Name}' is answered with 200", attack.AllAnswered);
        }

        report.Require("the process lives", isAlive);
    }

    /// <summary>A worker is requested without pause.</summary>
    private sealed class Requests(ServerProcess server, string worker) : ILoad
    {
        private readonly LoadGenerator _load = new(server.Address, Attackers);

        public Task<LoadResult> RunForAsync(TimeSpan time) => _load.RunForAsync(Workload.RequestTo(worker), time);

        public void Dispose() => _load.Dispose();
    }

    /// <summary>The innocent's requests while some attackers, or none, are hit.</summary>
    private sealed class Phase(string name, ServerProcess server, ILoad[] attackers) : IDisposable
    {
        private readonly SteadyProbe _probe = new(server.Address, Workload.RequestTo(Innocent), Interval);
        private readonly LoadResult _innocent = new();
        private readonly LoadResult _attacked = new();
        private readonly Spread _p99 = new();

        public string Name => name;

        public double P99 => _innocent.Latency.Percentile(99);

        public bool AllAnswered => _innocent.Statuses.Keys.All(s => s == 200);

        public async Task RunAsync(TimeSpan time, bool keep = true)
        {
            var attacks = Task.WhenAll(attackers.Select(attacker => Task.Run(() => attacker.RunForAsync(time))));
            var innocent = await _probe.RunForAsync(time);
            var attacked = await attacks;
            if (!server.IsAlive)
            {
                throw new BenchException($"The server died under '{name}'. It wrote:\n{server.Log}");
            }

            if (innocent.Broken > 0)
            {
                throw new BenchException(
                    $"Under '{name}' {innocent.Broken} requests of the innocent got no answer for {HttpConnection.MostSilence.TotalSeconds:0} s "
                    + $"(attacks answered: {string.Join(", ", attacked.Select(a => a.Outcomes))}). The server wrote:\n{server.Log}");
            }

            if (!keep)
            {
                return;
            }

            _innocent.Add(innocent);
            _p99.Add(innocent.Latency.Percentile(99));
            foreach (var result in attacked)
            {
                _attacked.Add(result);
                _attacked.Elapsed += result.Elapsed / attacked.Length;
            }
        }

        public string[] Row()
        {
            var latency = _innocent.Latency;
            return
            [
                name, AllAnswered ? $"{latency.Count}" : _innocent.Outcomes, $"{latency.Percentile(50):0.00}", $"{P99:0.00}", _p99.Show("0.00"),
                $"{latency.MaxMilliseconds:0.0}", attackers.Length == 0 ? "-" : _attacked.Outcomes, attackers.Length == 0 ? "-" : $"{_attacked.PerSecond:0.0}",
            ];
        }

        public void Dispose()
        {
            foreach (var attacker in attackers)
            {
                attacker.Dispose();
            }
        }
    }
}
