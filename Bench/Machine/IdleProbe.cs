using System.Diagnostics;
using System.Globalization;

namespace PureEdge.Bench.Machine;

/// <summary>
/// Tells whether somebody else uses the processors: a figure of a busy machine is a figure of its other work. Two signs: the load
/// average of the last minute, and the share of the processors that threads which only spin get.
/// </summary>
internal static class IdleProbe
{
    private const double LeastShare = 0.95;
    private const double MostLoadPerCore = 0.5;
    private static readonly TimeSpan Spin = TimeSpan.FromMilliseconds(700);

    /// <summary>Why the machine is too busy to measure on, or <see langword="null"/> when it is idle.</summary>
    public static string? WhyBusy()
    {
        var cores = Environment.ProcessorCount;
        var share = MeasureShare(cores);
        var load = LoadAverage();
        return share < LeastShare || load > MostLoadPerCore * cores
            ? $"spinning threads got {share:P0} of {cores} cores (at least {LeastShare:P0} wanted), and the load average of the last minute is "
              + $"{(load is { } l ? l.ToString("0.00", CultureInfo.InvariantCulture) : "unknown")} (at most {MostLoadPerCore * cores:0.0})"
            : null;
    }

    private static double MeasureShare(int cores)
    {
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, cores).Select(_ => new Thread(
            () =>
            {
                while (Stopwatch.GetElapsedTime(start) < Spin)
                {
                    // Only spins.
                }
            },
            256 << 10)).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        self.Refresh();
        return (self.TotalProcessorTime - before) / (Stopwatch.GetElapsedTime(start) * cores);
    }

    private static double? LoadAverage() =>
        File.Exists("/proc/loadavg") && double.TryParse(
            File.ReadAllText("/proc/loadavg").Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var load)
            ? load
            : null;
}
