using System.Text.Json;
using PureEdge.Bench.Programs;

namespace PureEdge.Bench.Compare;

/// <summary>What a comparison needs beside PureEdge: the other runtimes and the bundled workers, installed from npm by the lock file.</summary>
internal sealed class Toolbox
{
    private static readonly Lazy<Toolbox> Instance = new(Make);

    private readonly Dictionary<string, ComparedWorker> _workers;

    private Toolbox(string folder, JsonElement manifest)
    {
        Folder = folder;
        Workerd = manifest.GetProperty("workerd").GetString()!;
        Deno = manifest.GetProperty("deno").GetString();
        _workers = ComparedWorker.Read(manifest.GetProperty("workers")).ToDictionary(worker => worker.Name, StringComparer.Ordinal);
    }

    /// <summary>The one of this process, made when first asked for.</summary>
    /// <exception cref="BenchException">Node or npm is missing, or installing failed.</exception>
    public static Toolbox Installed => Instance.Value;

    /// <summary>Where the bundles are, and files that sides write; deleted with the process.</summary>
    public string Folder { get; }

    /// <summary>The workerd executable.</summary>
    public string Workerd { get; }

    /// <summary>The deno executable, where there is one for this machine.</summary>
    public string? Deno { get; }

    /// <summary>Names of the workers that are compared by requests a second: the files in Compare/Workers.</summary>
    public static IEnumerable<string> WorkerNames { get; } =
        [.. Directory.GetFiles(Path.Combine(SourceFolder, "Workers"), "*.js").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>This folder in the repository.</summary>
    public static string SourceFolder => Path.Combine(Repository.Folder, "Bench", "Compare");

    /// <summary>A worker by its name.</summary>
    public ComparedWorker Worker(string name) => _workers[name];

    private static Toolbox Make()
    {
        Install();
        var output = Directory.CreateTempSubdirectory("pureedge-compare-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => output.Delete(recursive: true);
        var manifest = NodeTool.Run("node", ["prepare.mjs", output.FullName], SourceFolder);
        return new Toolbox(output.FullName, JsonDocument.Parse(manifest).RootElement);
    }

    private static void Install()
    {
        // npm writes this file last.
        var installed = new FileInfo(Path.Combine(SourceFolder, "node_modules", ".package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(SourceFolder, "package-lock.json")))
        {
            Console.WriteLine("Installing workerd, deno and the libraries from npm (about 300 MB, once) ...");
            NodeTool.Run(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci"], SourceFolder);
        }
    }
}
