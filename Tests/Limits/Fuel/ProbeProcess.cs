using System.Diagnostics;
using PureEdge.Tests.Shared;

namespace PureEdge.Limits.Tests.Fuel;

/// <summary>Runs FuelProbe: a process in which nothing has happened yet.</summary>
internal static class ProbeProcess
{
    /// <returns>What it wrote, and what it found wrong.</returns>
    public static async Task<(IReadOnlyList<string> Lines, string Problems)> RunAsync(string settings, params string[] arguments)
    {
        var info = ToolProcess.StartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Recorded.Probe, .. arguments], AppContext.BaseDirectory);
        info.RedirectStandardError = true;
        foreach (var setting in settings.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = setting.Split('=') is [var left, var right] ? (left, right) : throw new ArgumentException($"'{setting}' is not NAME=VALUE.", nameof(settings));
            info.Environment["DOTNET_" + name] = value;
        }

        using var process = Process.Start(info)!;
        var problems = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var found = await problems;
        return (output.Split('\n', StringSplitOptions.RemoveEmptyEntries), process.ExitCode == 0 || found.Length > 0 ? found : $"The process ended with status {process.ExitCode}.");
    }
}
