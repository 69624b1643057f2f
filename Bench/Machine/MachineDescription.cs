using System.Reflection;
using System.Runtime.InteropServices;

namespace PureEdge.Bench.Machine;

/// <summary>Where a figure comes from: without it a figure is no result.</summary>
internal static class MachineDescription
{
    /// <summary>Date, version and commit, processors, system and runtime in one line.</summary>
    public static string Line()
    {
        var version = typeof(MachineDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        return $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, PureEdge {version}, {Environment.ProcessorCount} x {Processor()}, "
            + $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription} {RuntimeInformation.ProcessArchitecture}";
    }

    private static string Processor()
    {
        const string CpuInfo = "/proc/cpuinfo";
        var line = File.Exists(CpuInfo) ? File.ReadLines(CpuInfo).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? "processor";
    }
}
