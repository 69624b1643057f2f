using PureEdge.Bench.Reporting;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Scenarios;

/// <summary>
/// Memory of an idle isolate: 10,000 hello workers of one source in a fresh process, each requested once, through the engine
/// without a server. Shows how many tenants a machine holds. Must hold: at most 32 KB an isolate, managed and resident.
/// </summary>
internal sealed class Memory : IScenario
{
    private const double MostKilobytes = 32;

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public string Summary => "memory of an idle hello isolate";

    /// <inheritdoc/>
    public async Task RunAsync(Settings settings, Report report)
    {
        var count = settings.Pick(10_000, 100);
        await using var child = await ServerProcess.StartSelfAsync(["isolates", $"{count}"]);
        var parts = (await child.AskAsync(MeasuredHost.MemoryQuestion)).Split(';');
        var (before, loaded, after) = (ProcessMemory.Parse(parts[0]), ProcessMemory.Parse(parts[1]), ProcessMemory.Parse(parts[2]));
        var (managed, resident) = (Each(after.Managed - before.Managed), Each(after.Resident - before.Resident));
        report.Table(
            ["KB each", "workers", "isolates", "managed", "resident"],
            [
                ["worker, loaded only", $"{count}", "0", $"{Each(loaded.Managed - before.Managed):0.0}", $"{Each(loaded.Resident - before.Resident):0.0}"],
                ["worker with its idle isolate", $"{count}", parts[3], $"{managed:0.0}", $"{resident:0.0}"],
            ]);
        report.Line($"The process: {after.Managed / 1048576.0:0} MB managed, {after.Resident / 1048576.0:0} MB resident; before, {before.Managed / 1048576.0:0} and {before.Resident / 1048576.0:0}.\n");
        report.Require($"at most {MostKilobytes:0} KB managed an idle isolate (it is {managed:0.0})", managed <= MostKilobytes);
        report.Require($"at most {MostKilobytes:0} KB resident an idle isolate (it is {resident:0.0})", resident <= MostKilobytes);

        double Each(long bytes) => bytes / 1024.0 / count;
    }
}
