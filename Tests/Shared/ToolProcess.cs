using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace PureEdge.Tests.Shared;

/// <summary>Runs a tool to its end, and gives what it wrote to standard output.</summary>
internal static class ToolProcess
{
    /// <returns>Standard output, or null when there is no such tool on this machine.</returns>
    /// <exception cref="InvalidOperationException">The tool failed, or was not done in time.</exception>
    public static async Task<string?> RunAsync(string tool, IReadOnlyList<string> arguments, string folder, TimeSpan patience)
    {
        using Process process = new() { StartInfo = StartInfo(tool, arguments, folder) };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        using CancellationTokenSource late = new(patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(late.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(late.Token);
        try
        {
            await process.WaitForExitAsync(late.Token);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"\"{tool} {string.Join(' ', arguments)}\" ended with status {process.ExitCode}:\n{await errors}{await output}");
            }

            return await output;
        }
        catch (OperationCanceledException canceled)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"\"{tool} {string.Join(' ', arguments)}\" was not done after {patience.TotalSeconds:0} seconds.", canceled);
        }
    }

    public static ProcessStartInfo StartInfo(string tool, IEnumerable<string> arguments, string folder)
    {
        ProcessStartInfo info = new(tool)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        return info;
    }
}
