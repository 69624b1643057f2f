using System.Diagnostics;

namespace PureEdge.Bench.Programs;

/// <summary>Programs made of libraries: bundled by esbuild from what the tests of Tests/Conformance installed.</summary>
internal static class LibraryPrograms
{
    private static readonly string Folder = Path.Combine(RepositoryFolder(), "Bench", "Programs", "Libraries");

    /// <summary>Makes the bundles.</summary>
    /// <param name="missing">What to do when there are none.</param>
    public static IReadOnlyList<ScriptProgram> Read(out string? missing)
    {
        missing = null;
        var output = Directory.CreateTempSubdirectory("pureedge-bench-");
        try
        {
            var start = new ProcessStartInfo("node", [Path.Combine(Folder, "bundle.mjs"), output.FullName]) { RedirectStandardError = true, UseShellExecute = false };
            using var node = Process.Start(start)!;
            var error = node.StandardError.ReadToEnd();
            node.WaitForExit();
            if (node.ExitCode != 0)
            {
                missing = $"esbuild made no bundles ({error.Split('\n').FirstOrDefault(line => line.Contains("Error", StringComparison.Ordinal))}): run 'dotnet test Tests/Conformance' once, which installs the libraries";
                return [];
            }

            return [.. output.GetFiles("*.js").OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => new ScriptProgram(Path.GetFileNameWithoutExtension(file.Name), "run()", File.ReadAllText(file.FullName)))];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            missing = "node is missing: install Node.js 20 or later";
            return [];
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }

    private static string RepositoryFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PureEdge.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new BenchException("The benchmark does not lie in its repository.");
        }

        return folder;
    }
}
