using PureEdge.Bench.Load;
using PureEdge.Bench.Reporting;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Scenarios;

/// <summary>
/// Requests a second of the hello worker against the same answer given by Kestrel from C#, at the same number of connections, the
/// two servers taking turns. Shows what PureEdge adds to a request. Must hold: at least 70 % of Kestrel's requests a second.
/// </summary>
/// <remarks>
/// The load generator runs on the same processors and weighs on both sides alike, which flatters the ratio; the processor time
/// a request takes in the server alone is therefore printed beside it.
/// </remarks>
internal sealed class Hello : IScenario
{
    private const int Connections = 32;
    private const double LeastRatio = 0.70;

    /// <inheritdoc/>
    public string Name => "hello";

    /// <inheritdoc/>
    public string Summary => "requests a second of a hello worker against bare Kestrel";

    /// <inheritdoc/>
    public async Task RunAsync(Settings settings, Report report)
    {
        using var workload = new Workload();
        workload.Add("hello", Workload.HelloSource);
        await using var pureEdge = new Side("PureEdge", await ServerProcess.StartPureEdgeAsync(Path.Combine(workload.Folder, "hello.js")));
        await using var kestrel = new Side("bare Kestrel", await ServerProcess.StartSelfAsync(["peer"]));
        foreach (var side in (Side[])[pureEdge, kestrel, pureEdge, kestrel])
        {
            await side.RunAsync(settings.WarmUpTime, keep: false);
        }

        var ratio = new Spread();
        for (var round = 0; round < settings.Rounds; round++)
        {
            var ours = await pureEdge.RunAsync(settings.RoundTime, keep: true);
            var theirs = await kestrel.RunAsync(settings.RoundTime, keep: true);
            ratio.Add(ours / theirs);
        }

        report.Table(["", "requests/s", "p50 ms", "p99 ms", "max ms", "server CPU us/request"], [pureEdge.Row(), kestrel.Row()]);
        report.Line($"Ratio over {settings.Rounds} rounds, {Connections} connections: {ratio.Show("P1")}; in server CPU {kestrel.CpuMicroseconds / pureEdge.CpuMicroseconds:P1}.\n");
        report.Require($"at least {LeastRatio:P0} of Kestrel's requests a second", ratio.Median >= LeastRatio);
    }

    private sealed class Side(string name, ServerProcess server) : IAsyncDisposable
    {
        private readonly byte[] _request = HttpConnection.Get("hello.localhost");
        private readonly LoadGenerator _load = new(server.Address, Connections);
        private readonly LatencyHistogram _latency = new();
        private readonly Spread _perSecond = new();
        private TimeSpan _cpu;

        public double CpuMicroseconds => _cpu.TotalMicroseconds / _latency.Count;

        public async Task<double> RunAsync(TimeSpan time, bool keep)
        {
            var cpu = server.ProcessorTime;
            var result = (await _load.RunForAsync(_request, time)).RequireAllOk(name);
            if (keep)
            {
                _cpu += server.ProcessorTime - cpu;
                _latency.Add(result.Latency);
                _perSecond.Add(result.PerSecond);
            }

            return result.PerSecond;
        }

        public string[] Row() =>
            [name, _perSecond.Show("N0"), $"{_latency.Percentile(50):0.00}", $"{_latency.Percentile(99):0.00}", $"{_latency.MaxMilliseconds:0.0}", $"{CpuMicroseconds:0.0}"];

        public ValueTask DisposeAsync()
        {
            _load.Dispose();
            return server.DisposeAsync();
        }
    }
}
