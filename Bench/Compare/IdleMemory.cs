using PureEdge.Bench.Compare.Peers;
using PureEdge.Bench.Load;
using PureEdge.Bench.Reporting;
using PureEdge.Bench.Scenarios;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Compare;

/// <summary>
/// Resident memory of an idle isolate: the process with so many workers that each answered once, less the process before. In PureEdge each is a worker of
/// its own with the same code; in workerd an isolate that the Worker Loader keeps.
/// </summary>
internal sealed class IdleMemory(string bundle, double most) : IScenario
{
    private const int Isolates = 1_000;

    /// <inheritdoc/>
    public string Name => "memory-" + bundle;

    /// <inheritdoc/>
    public string Summary => $"memory of an idle isolate of the worker {bundle}.js, of {Isolates:N0}";

    /// <inheritdoc/>
    public async Task RunAsync(Settings settings, Report report)
    {
        var count = settings.Pick(Isolates, 5);
        var ours = await OursAsync(count);
        var theirs = await TheirsAsync(count);
        var ratio = new Spread();
        ratio.Add(ours / theirs);
        report.Table(["", "isolates", "KB each"], [["PureEdge", $"{count}", $"{ours / 1024:0.0}"], ["workerd", $"{count}", $"{theirs / 1024:0.0}"]]);
        Ratios.Add(Name, "memory", ratio, $"at most {most:0.###}");
        report.Require($"at most {most:0.###} of workerd's memory (it is {ratio.Median:0.####})", ratio.Median <= most);
    }

    private static async Task<double> MeasureAsync(ServerProcess server, int count, Func<int, byte[]> request)
    {
        using var connection = new HttpConnection(server.Address);
        await RequireAsync(connection, request(0));
        var before = server.Resident;
        for (var i = 1; i <= count; i++)
        {
            await RequireAsync(connection, request(i));
        }

        return (double)(server.Resident - before) / count;
    }

    private static async Task RequireAsync(HttpConnection connection, byte[] request)
    {
        if (await connection.ExchangeAsync(request) is var status and not 200)
        {
            throw new BenchException($"The answer was {status}: {System.Text.Encoding.UTF8.GetString(connection.LastBody.Span)}");
        }
    }

    private async Task<double> OursAsync(int count)
    {
        var worker = Toolbox.Installed.Worker(bundle);
        await using var server = await ServerProcess.StartPlatformAsync(Path.Combine(Toolbox.Installed.Folder, Path.GetRandomFileName()), PlatformClient.Token);
        using var client = await PlatformClient.OfAsync(server);
        for (var i = 0; i <= count; i++)
        {
            await client.DeployAsync($"w{i}", worker.Source);
        }

        return await MeasureAsync(server, count, i => worker.RequestAt($"w{i}"));
    }

    private async Task<double> TheirsAsync(int count)
    {
        var worker = Toolbox.Installed.Worker(bundle);
        await using var server = await WorkerdPeer.StartLoaderAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["seen"] = worker.Source });
        return await MeasureAsync(server, count, i => worker.RequestAt("loader", $"/seen/{i}"));
    }
}
