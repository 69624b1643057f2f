using System.ComponentModel;
using System.Diagnostics;

namespace PureEdge.Bench.Machine;

/// <summary>Keeps this process on one processor for a while, so that the server measured has another for itself.</summary>
internal sealed class Affinity : IDisposable
{
    private Affinity(int processor) => Set($"{processor}");

    /// <summary>Whether it can be done here: by taskset, on Linux, with two processors.</summary>
    public static bool IsAvailable => OperatingSystem.IsLinux() && Environment.ProcessorCount > 1 && Set($"0-{Environment.ProcessorCount - 1}");

    /// <summary>Only one processor until it is disposed.</summary>
    public static Affinity Only(int processor) => new(processor);

    /// <inheritdoc/>
    public void Dispose() => Set($"0-{Environment.ProcessorCount - 1}");

    private static bool Set(string processors)
    {
        try
        {
            // --all-tasks: the system's call binds one thread, and this process has many.
            using var taskset = Process.Start(new ProcessStartInfo("taskset", ["--all-tasks", "--cpu-list", "--pid", processors, $"{Environment.ProcessId}"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            taskset.WaitForExit();
            return taskset.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
