using System.Diagnostics;
using PureEdge.Fuzz.Commands;

namespace PureEdge.Fuzz.Coverage;

/// <summary>Runs the command again, from a copy of its folder whose assemblies note their edges.</summary>
internal static class CoveredRun
{
    /// <summary>Runs it.</summary>
    /// <param name="arguments">The arguments of the copy.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its exit status.</returns>
    public static async Task<int> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("pureedge-fuzz-").FullName;
        try
        {
            Copy(AppContext.BaseDirectory, folder);
            Terminal.Line($"{EdgeWeaver.Weave(folder)} blocks of code are watched");
            var start = new ProcessStartInfo(Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet") { UseShellExecute = false };
            start.ArgumentList.Add(Path.Combine(folder, "pureedge-fuzz.dll"));
            foreach (var argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }

            using var child = Process.Start(start) ?? throw new InvalidOperationException("The child process did not start.");
            try
            {
                await child.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                child.Kill(entireProcessTree: true);
                await child.WaitForExitAsync(CancellationToken.None);
            }

            return child.ExitCode;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
