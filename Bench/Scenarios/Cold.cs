using System.Diagnostics;
using PureEdge.Bench.Load;
using PureEdge.Bench.Reporting;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Scenarios;

/// <summary>
/// The first request to a worker that has no isolate, over loopback, in a process that others have warmed. Shows that a worker needs
/// no keeping warm. Must hold: p50 at most 1 ms, each worker having its own source. A deployment leaves an isolate behind, so the
/// workers are those that keep none.
/// </summary>
/// <remarks>
/// Beside it: workers that all have the same source (a script seen with another tenant), and the same request to a worker that
/// ran before, on the same connection and in the same round; the difference to that is what being cold costs.
/// </remarks>
internal sealed class Cold : IScenario
{
    private const double MostMilliseconds = 1;
    private const string Hot = "hot";

    /// <inheritdoc/>
    public string Name => "cold";

    /// <inheritdoc/>
    public string Summary => "first request to a worker that has no isolate";

    /// <inheritdoc/>
    public async Task RunAsync(Settings settings, Report report)
    {
        var count = settings.Pick(500, 20);
        var warm = settings.Pick(300, 20);
        using var workload = new Workload();
        workload.Add(Hot, Workload.HelloSource);
        for (var i = 0; i < Math.Max(count, warm); i++)
        {
            workload.AddUnkept($"warm{i}", Source("warm", i));
            workload.AddUnkept($"own{i}", Source("own", i));
            workload.AddUnkept($"same{i}", Workload.HelloSource);
        }

        var start = Stopwatch.GetTimestamp();
        await using var server = await ServerProcess.StartPureEdgeAsync(workload.Folder);
        var startTime = Stopwatch.GetElapsedTime(start);
        var (own, same, hot) = (new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram());
        using var connection = new HttpConnection(server.Address);
        var discarded = new LatencyHistogram();
        for (var i = 0; i < warm; i++)
        {
            Request(connection, $"warm{i}", discarded);
        }

        for (var i = 0; i < settings.Pick(5_000, 50); i++)
        {
            Request(connection, Hot, discarded);
        }

        // The compiler's background thread finishes what the warm-up asked for.
        await Task.Delay(settings.Pick(1_000, 50));
        for (var i = 0; i < count; i++)
        {
            Request(connection, Hot, hot);
            Request(connection, $"own{i}", own);
            Request(connection, Hot, discarded);
            Request(connection, $"same{i}", same);
        }

        report.Table(
            ["first request to", "workers", "p50 ms", "p99 ms", "max ms"],
            [Row("a worker of its own source", own), Row("a worker of a shared source", same), Row("(a worker that ran before)", hot)]);
        report.Line($"The server deployed all its workers and was ready after {startTime.TotalSeconds:0.0} s.\n");
        report.Require($"p50 of a first request is at most {MostMilliseconds:0} ms (it is {own.Percentile(50):0.00})", own.Percentile(50) <= MostMilliseconds);
    }

    private static string Source(string prefix, int i) => $"// Worker {prefix} {i}\nexport default {{ fetch() {{ return new Response(\"Hello World {i}\") }} }}\n";

    private static void Request(HttpConnection connection, string name, LatencyHistogram latency)
    {
        var request = Workload.RequestTo(name);
        var sent = Stopwatch.GetTimestamp();
        var status = connection.Exchange(request);
        latency.Record(Stopwatch.GetTimestamp() - sent);
        if (status != 200)
        {
            throw new BenchException($"The worker '{name}' answered {status}.");
        }
    }

    private static string[] Row(string name, LatencyHistogram latency) =>
        [name, $"{latency.Count}", $"{latency.Percentile(50):0.000}", $"{latency.Percentile(99):0.000}", $"{latency.MaxMilliseconds:0.00}"];
}
