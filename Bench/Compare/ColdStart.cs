using System.Diagnostics;
using PureEdge.Bench.Compare.Peers;
using PureEdge.Bench.Load;
using PureEdge.Bench.Reporting;
using PureEdge.Bench.Scenarios;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Compare;

/// <summary>
/// Time of a request that needs a new isolate, one after the other: in PureEdge a worker whose every request gets one ("isolation": "request"), in workerd
/// one that the Worker Loader makes. The second row is a script that the runtime has never seen, since each has a comment of its own.
/// </summary>
internal sealed class ColdStart(string bundle, double most, double mostUnseen) : IScenario
{
    private const string Unkept = "unkept";

    /// <inheritdoc/>
    public string Name => "cold-" + bundle;

    /// <inheritdoc/>
    public string Summary => $"first answer of a new isolate of the worker {bundle}.js";

    /// <inheritdoc/>
    public async Task RunAsync(Settings settings, Report report)
    {
        var worker = Toolbox.Installed.Worker(bundle);
        var source = worker.Source;
        using var workload = new Workload();
        workload.AddUnkept(Unkept, source);
        await using var unkept = await ServerProcess.StartPureEdgeAsync(workload.Folder);
        await using var ours = await ServerProcess.StartPlatformAsync(Path.Combine(Toolbox.Installed.Folder, Path.GetRandomFileName()), PlatformClient.Token);
        using var client = await PlatformClient.OfAsync(ours);
        var unseen = settings.Pick(100, 4);
        await using var theirs = await WorkerdPeer.StartLoaderAsync(
            Enumerable.Range(0, unseen).Select(i => KeyValuePair.Create($"unseen{i}", $"{source}\n// {i}")).Append(KeyValuePair.Create("seen", source)).ToDictionary(StringComparer.Ordinal));

        var seenBy = new Race(unkept, theirs);
        var seenOurs = worker.RequestAt(Unkept);
        var seenTheirs = worker.RequestAt("loader", "/seen/-");
        for (var i = 0; i < settings.Pick(30, 2); i++)
        {
            await seenBy.RunAsync(seenOurs, seenTheirs, keep: false);
        }

        for (var i = 0; i < settings.Pick(300, 4); i++)
        {
            await seenBy.RunAsync(seenOurs, seenTheirs, keep: true);
        }

        // A worker is deployed before it is asked for: what its first request takes is what a user waits for.
        var unseenBy = new Race(ours, theirs);
        for (var i = 0; i < unseen; i++)
        {
            await client.DeployAsync($"unseen{i}", $"{source}\n// {i}");
            await unseenBy.RunAsync(worker.RequestAt($"unseen{i}"), worker.RequestAt("loader", $"/unseen{i}/-"), keep: true);
        }

        report.Table(
            ["first answer of", "PureEdge p50 ms", "p99 ms", "workerd p50 ms", "p99 ms", "ratio"],
            [seenBy.Row("an isolate of code seen before"), unseenBy.Row("a worker never seen before")]);
        Ratios.Add(Name, "time of an isolate after the first", seenBy.Ratio, $"at most {most:0.###}");
        Ratios.Add(Name, "time of a script never seen", unseenBy.Ratio, $"at most {mostUnseen:0.###}");
        report.Require($"at most {most:0.###} of workerd's time for code seen before (it is {seenBy.Ratio.Median:0.###})", seenBy.Ratio.Median <= most);
        report.Require($"at most {mostUnseen:0.###} of workerd's time for a worker never seen (it is {unseenBy.Ratio.Median:0.###})", unseenBy.Ratio.Median <= mostUnseen);
    }

    /// <summary>The two, one request each in turn.</summary>
    private sealed class Race(ServerProcess ours, ServerProcess theirs)
    {
        private readonly HttpConnection _ours = new(ours.Address);
        private readonly HttpConnection _theirs = new(theirs.Address);
        private readonly LatencyHistogram _ourTimes = new();
        private readonly LatencyHistogram _theirTimes = new();

        public Spread Ratio { get; } = new();

        public async Task RunAsync(byte[] ourRequest, byte[] theirRequest, bool keep)
        {
            var our = await TimeAsync(_ours, ourRequest, "PureEdge", ours);
            var their = await TimeAsync(_theirs, theirRequest, "workerd", theirs);
            if (keep)
            {
                _ourTimes.Record(our);
                _theirTimes.Record(their);
                Ratio.Add((double)our / their);
            }
        }

        public string[] Row(string name) =>
        [
            name, $"{_ourTimes.Percentile(50):0.00}", $"{_ourTimes.Percentile(99):0.00}", $"{_theirTimes.Percentile(50):0.00}", $"{_theirTimes.Percentile(99):0.00}",
            Ratio.ShowInterval("0.###"),
        ];

        private static async Task<long> TimeAsync(HttpConnection connection, byte[] request, string name, ServerProcess server)
        {
            var start = Stopwatch.GetTimestamp();
            var status = await connection.ExchangeAsync(request);
            var time = Stopwatch.GetTimestamp() - start;
            return status == 200
                ? time
                : throw new BenchException($"{name} answered {status}: {System.Text.Encoding.UTF8.GetString(connection.LastBody.Span)}\n{server.Log}");
        }
    }
}
