using PureEdge.Bench.Load;
using PureEdge.Bench.Reporting;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Scenarios;

/// <summary>
/// KV through workers and HTTP, on a data directory on disk: durable puts from 16 connections, reads from 64. Must hold: at least 4,000 puts
/// and 30,000 reads of 1 KB a second.
/// </summary>
/// <remarks>
/// A request of its own for each read measures HTTP and the load generator, which has the same processors: the read is a twentieth of what the server does then
/// (seen with a profiler). So what must hold is looked at with ten reads to a request, one after the other; both are reported.
/// </remarks>
internal sealed class Kv : IScenario
{
    private const double LeastPuts = 4_000;
    private const double LeastReads = 30_000;
    private const int Writers = 16;
    private const int Readers = 64;

    private const int ReadsInOne = 10;

    private const string Put = "const value = 'x'.repeat(1024); let n = 0; export default { async fetch(request, { KV }) { await KV.put('key' + n++ % 10000, value); return new Response('put'); } };";
    private const string Get = "let n = 0; export default { async fetch(request, { KV }) { return new Response(await KV.get('key' + n++ % 100)); } };";
    private static readonly string GetMany = $"let n = 0; export default {{ async fetch(request, {{ KV }}) {{ let value; for (let i = 0; i < {ReadsInOne}; i++) value = await KV.get('key' + n++ % 100); return new Response(value); }} }};";

    /// <inheritdoc/>
    public string Name => "kv";

    /// <inheritdoc/>
    public string Summary => "durable puts and reads of KV through workers";

    /// <inheritdoc/>
    public async Task RunAsync(Settings settings, Report report)
    {
        var data = Directory.CreateTempSubdirectory("pureedge-bench-").FullName;
        try
        {
            await using var server = await ServerProcess.StartPlatformAsync(data, PlatformClient.Token);
            using var client = await PlatformClient.OfAsync(server);
            var bindings = $$"""[{"type":"kv_namespace","name":"KV","namespace_id":"{{await client.NamespaceAsync("bench")}}"}]""";
            await client.DeployAsync("put", Put, bindings);
            await client.DeployAsync("get", Get, bindings);
            await client.DeployAsync("get-many", GetMany, bindings);
            await client.DeployAsync("hello", Workload.HelloSource);
            var puts = await MeasureAsync(server, settings, "put", Writers);
            var reads = await MeasureAsync(server, settings, "get", Readers);
            var many = await MeasureAsync(server, settings, "get-many", Readers);
            var manyReads = many.PerSecond * ReadsInOne;
            var hello = await MeasureAsync(server, settings, "hello", Readers);
            report.Table(
                ["through HTTP", "connections", "requests a second", "p50 ms", "p99 ms"],
                [Row("put, 1 KB, durable", Writers, puts), Row("get, 1 KB", Readers, reads), Row($"{ReadsInOne} gets, 1 KB", Readers, many), Row("(hello, no KV)", Readers, hello)]);
            report.Require($"at least {LeastPuts:0} puts a second (there were {puts.PerSecond:0})", puts.PerSecond >= LeastPuts);
            report.Require($"at least {LeastReads:0} reads a second, {ReadsInOne} to a request (there were {manyReads:0})", manyReads >= LeastReads);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<LoadResult> MeasureAsync(ServerProcess server, Settings settings, string worker, int connections)
    {
        using var load = new LoadGenerator(server.Address, connections);
        await load.RunForAsync(Workload.RequestTo(worker), settings.WarmUpTime);
        return (await load.RunForAsync(Workload.RequestTo(worker), settings.RoundTime * settings.Rounds)).RequireAllOk(worker);
    }

    private static string[] Row(string name, int connections, LoadResult result) =>
        [name, $"{connections}", $"{result.PerSecond:0}", $"{result.Latency.Percentile(50):0.00}", $"{result.Latency.Percentile(99):0.00}"];
}
