using System.Diagnostics;
using PureEdge.Bench.Load;
using PureEdge.Bench.Reporting;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Scenarios;

/// <summary>
/// A server with many deployed workers: how long from the upload of a version until it has answered, how long a start takes, and in how much memory. Must
/// hold: at most 50 ms p50, 3 s and 300 MB with 10,000 workers of which none was asked for.
/// </summary>
internal sealed class Platform : IScenario
{
    private const double MostDeployMilliseconds = 50;
    private const double MostStartSeconds = 3;
    private const double MostMegabytes = 300;
    private const int Deployers = 8;

    /// <inheritdoc/>
    public string Name => "platform";

    /// <inheritdoc/>
    public string Summary => "deploy to first answer; a start with 10,000 workers";

    /// <inheritdoc/>
    public async Task RunAsync(Settings settings, Report report)
    {
        var data = Directory.CreateTempSubdirectory("pureedge-bench-").FullName;
        try
        {
            var count = settings.Pick(10_000, 50);
            var deploys = new LatencyHistogram();
            await using (var server = await ServerProcess.StartPlatformAsync(data, PlatformClient.Token))
            {
                using var client = await PlatformClient.OfAsync(server);
                await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Deployers }, async (i, _) => await client.DeployAsync($"w{i}", Source(i)));
                using var connection = new HttpConnection(server.Address);
                for (var i = 0; i < settings.Pick(200, 5); i++)
                {
                    var start = Stopwatch.GetTimestamp();
                    await client.DeployAsync("again", Source(count + i));
                    Require(connection, "again");
                    deploys.Record(Stopwatch.GetTimestamp() - start);
                }
            }

            var begin = Stopwatch.GetTimestamp();
            await using var again = await ServerProcess.StartPlatformAsync(data, PlatformClient.Token);
            var startTime = Stopwatch.GetElapsedTime(begin);
            var megabytes = again.Resident / 1048576.0;
            using var first = new HttpConnection(again.Address);
            Require(first, $"w{count - 1}");
            report.Table(
                ["workers", "deploy to answer p50 ms", "p99 ms", "start s", "resident MB"],
                [[$"{count}", $"{deploys.Percentile(50):0.0}", $"{deploys.Percentile(99):0.0}", $"{startTime.TotalSeconds:0.00}", $"{megabytes:0}"]]);
            report.Require($"at most {MostDeployMilliseconds:0} ms from an upload to its answer, p50 (it is {deploys.Percentile(50):0.0})", deploys.Percentile(50) <= MostDeployMilliseconds);
            report.Require($"at most {MostStartSeconds:0} s until ready (it is {startTime.TotalSeconds:0.00})", startTime.TotalSeconds <= MostStartSeconds);
            report.Require($"at most {MostMegabytes:0} MB resident (it is {megabytes:0})", megabytes <= MostMegabytes);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static string Source(int i) => $"// {i}\nexport default {{ fetch() {{ return new Response(\"Hello World {i}\") }} }}\n";

    private static void Require(HttpConnection connection, string worker)
    {
        if (connection.Exchange(Workload.RequestTo(worker)) is var status and not 200)
        {
            throw new BenchException($"The worker '{worker}' answered {status}.");
        }
    }
}
