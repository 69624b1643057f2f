using PureEdge.Bench.Load;
using PureEdge.Bench.Reporting;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Scenarios;

/// <summary>
/// Memory of a server after 10,000, 50,000 and 100,000 requests of one hello worker. Shows that a request leaves nothing behind.
/// Must hold: from 10,000 to 100,000, managed memory grows by at most 5 % and 256 KB, the working set by at most 10 % and 4 MB.
/// </summary>
/// <remarks>
/// The server is the one that <c>pureedge serve</c> starts, hosted by this executable so that it can be asked for its managed
/// memory. The allowances are for compiled code and the pools of Kestrel, which fill with use and then stop.
/// </remarks>
internal sealed class Flat : IScenario
{
    private const int Connections = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <inheritdoc/>
    public string Name => "flat";

    /// <inheritdoc/>
    public string Summary => "memory of the server after 10,000, 50,000 and 100,000 requests";

    /// <inheritdoc/>
    public async Task RunAsync(Settings settings, Report report)
    {
        using var workload = new Workload();
        workload.Add("hello", Workload.HelloSource);
        await using var server = await ServerProcess.StartSelfAsync(["host", Path.Combine(workload.Folder, "hello.js")]);
        using var load = new LoadGenerator(server.Address, Connections);
        var request = HttpConnection.Get("hello.localhost");
        var points = new List<(long Requests, ProcessMemory Memory)>();
        long done = 0;
        foreach (var point in (int[])[10_000, 50_000, 100_000])
        {
            var target = point / settings.Pick(1, 100);
            (await load.RunCountAsync(request, target - done, Patience)).RequireAllOk(Name);
            done = target;
            points.Add((done, ProcessMemory.Parse(await server.AskAsync(MeasuredHost.MemoryQuestion))));
        }

        report.Table(
            ["after requests", "managed KB", "working set MB"],
            points.Select(p => (string[])[$"{p.Requests:N0}", $"{p.Memory.Managed / 1024.0:N0}", $"{p.Memory.Resident / 1048576.0:0.0}"]));
        var (first, last) = (points[0].Memory, points[^1].Memory);
        report.Require("managed memory grows by at most 5 % and 256 KB", last.Managed <= first.Managed * 1.05 + (256 << 10));
        report.Require("the working set grows by at most 10 % and 4 MB", last.Resident <= first.Resident * 1.10 + (4 << 20));
    }
}
