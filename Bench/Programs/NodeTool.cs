using System.ComponentModel;
using System.Diagnostics;

namespace PureEdge.Bench.Programs;

/// <summary>Runs node, or npm, to its end.</summary>
internal static class NodeTool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs a command.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="BenchException">It is missing, failed, or took too long.</exception>
    public static string Run(string command, string[] arguments, string folder)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                throw new BenchException($"'{command} {string.Join(' ', arguments)}' took longer than {Patience.TotalMinutes:0} minutes.");
            }

            return process.ExitCode == 0
                ? output.Result
                : throw new BenchException($"'{command} {string.Join(' ', arguments)}' ended with status {process.ExitCode}: {error.Result.Trim()}");
        }
        catch (Win32Exception)
        {
            throw new BenchException($"'{command}' is missing: install Node.js 20 or later, with npm.");
        }
    }
}
