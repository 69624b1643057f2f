using System.Diagnostics;
using PureEdge.Bench.Compare.Peers;
using PureEdge.Bench.Load;
using PureEdge.Bench.Reporting;
using PureEdge.Bench.Scenarios;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Compare;

/// <summary>From the start of the process to the first answer of the hello worker, which its command line names. Must hold: at most 250 ms, p50.</summary>
internal sealed class ProcessStart : IScenario
{
    private const double MostMilliseconds = 250;

    /// <inheritdoc/>
    public string Name => "process-start";

    /// <inheritdoc/>
    public string Summary => "start of the process to its first answer";

    /// <inheritdoc/>
    public async Task RunAsync(Settings settings, Report report)
    {
        using var workload = new Workload();
        workload.Add("hello", Workload.HelloSource);
        var path = Path.Combine(workload.Folder, "hello.js");
        var workerd = new WorkerdPeer();
        var worker = Toolbox.Installed.Worker("hello");
        var ours = new Spread();
        var theirs = new Spread();
        var ratio = new Spread();
        for (var i = 0; i < settings.Pick(10, 1); i++)
        {
            var our = await TimeAsync(() => ServerProcess.StartPureEdgeAsync(path));
            var their = await TimeAsync(() => workerd.StartAsync(worker));
            ours.Add(our);
            theirs.Add(their);
            ratio.Add(our / their);
        }

        report.Table(["", "ms"], [["PureEdge", ours.ShowInterval("0")], ["workerd", theirs.ShowInterval("0")]]);
        Ratios.Add(Name, "time", ratio, $"at most {MostMilliseconds} ms");
        report.Require($"at most {MostMilliseconds:0} ms, p50 (it is {ours.Median:0})", ours.Median <= MostMilliseconds);
    }

    private static async Task<double> TimeAsync(Func<Task<ServerProcess>> start)
    {
        var begin = Stopwatch.GetTimestamp();
        await using var server = await start();
        using var connection = new HttpConnection(server.Address);
        return await connection.ExchangeAsync(Workload.RequestTo("hello")) is var status and not 200
            ? throw new BenchException($"The first answer was {status}.")
            : Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }
}
