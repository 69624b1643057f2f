using System.Text;
using System.Text.Json;

namespace PureEdge.Conformance.Tests.Programs;

/// <summary>One workerd with any number of workers, each on a port of its own that the system chose.</summary>
internal sealed class WorkerdProcess : IAsyncDisposable
{
    // A recent date, and no nodejs_compat: a program has the standard interfaces and nothing more. From 2026-08-04 on the date
    // alone brings process, Buffer and node: modules, so both flags that undo that are named; ProgramsSelfTests holds that they do.
    private const string Compatibility = "compatibilityDate = \"2026-10-20\", compatibilityFlags = [\"no_nodejs_compat\", \"no_nodejs_compat_v2\"]";
    private const string NodeCompatibility = "compatibilityDate = \"2026-07-20\", compatibilityFlags = [\"nodejs_compat\"]";

    private readonly ServerProcess _process;
    private readonly string _configFile;
    private readonly IReadOnlyDictionary<string, Uri> _addresses;

    private WorkerdProcess(ServerProcess process, string configFile, IReadOnlyDictionary<string, Uri> addresses)
    {
        _process = process;
        _configFile = configFile;
        _addresses = addresses;
    }

    /// <summary>The latest of what workerd and its workers wrote.</summary>
    public string Log => _process.Log;

    /// <param name="workerd">The workerd executable.</param>
    /// <param name="bundles">Name and file of each worker.</param>
    /// <param name="folder">Where the configuration is written, as long as workerd runs.</param>
    /// <param name="hasNodeModules">Whether they have the compatibility flag nodejs_compat.</param>
    public static async Task<WorkerdProcess> StartAsync(string workerd, IReadOnlyDictionary<string, string> bundles, string folder, bool hasNodeModules = false)
    {
        string configFile = Path.Combine(folder, $"workerd-{Guid.NewGuid():N}.capnp");
        await File.WriteAllTextAsync(configFile, Config(bundles, folder, hasNodeModules ? NodeCompatibility : Compatibility));

        // --control-fd=1: workerd reports the port of each socket as a line of JSON on standard output.
        Dictionary<string, Uri> addresses = new(StringComparer.Ordinal);
        ServerProcess process = await ServerProcess.StartAsync(
            ToolProcess.StartInfo(workerd, ["serve", configFile, "--control-fd=1"], folder),
            line =>
            {
                if (ListenEvent(line) is var (socket, port))
                {
                    addresses[socket] = new Uri($"http://127.0.0.1:{port}/");
                }

                return addresses.Count == bundles.Count;
            },
            TimeSpan.FromSeconds(60));
        return new WorkerdProcess(process, configFile, addresses);
    }

    public Uri AddressOf(string worker) => _addresses[worker];

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        File.Delete(_configFile);
    }

    private static string Config(IReadOnlyDictionary<string, string> bundles, string folder, string compatibility)
    {
        StringBuilder config = new();
        config.Append("using Workerd = import \"/workerd/workerd.capnp\";\nconst config :Workerd.Config = (\n  services = [\n");
        foreach ((string name, string bundle) in bundles)
        {
            // Modules of WebAssembly lie beside the bundle, and it imports them as ./NAME.wasm.
            string modules = string.Concat(Directory.EnumerateFiles(Path.GetDirectoryName(bundle)!, "*.wasm").Order(StringComparer.Ordinal)
                .Select(x => $", (name = {Quote(Path.GetFileName(x))}, wasm = embed {Quote(Embedded(x))})"));
            config.Append($"    (name = {Quote(name)}, worker = (modules = [(name = \"worker\", esModule = embed {Quote(Embedded(bundle))}){modules}], {compatibility})),\n");
        }

        config.Append("  ],\n  sockets = [\n");
        foreach (string name in bundles.Keys)
        {
            config.Append($"    (name = {Quote(name)}, address = \"127.0.0.1:0\", http = (), service = {Quote(name)}),\n");
        }

        return config.Append("  ]\n);\n").ToString();

        // A path that begins with a slash would be looked for in the import folders, so it is relative to the configuration.
        string Embedded(string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');
    }

    // Cap'n Proto's strings are C's; the names and paths here need no more than these two escapes.
    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static (string Socket, int Port)? ListenEvent(string line)
    {
        if (!line.StartsWith('{'))
        {
            return null;
        }

        try
        {
            using JsonDocument report = JsonDocument.Parse(line);
            return report.RootElement.TryGetProperty("event", out JsonElement kind) && kind.ValueEquals("listen")
                ? (report.RootElement.GetProperty("socket").GetString()!, report.RootElement.GetProperty("port").GetInt32())
                : null;
        }
        catch (JsonException)
        {
            // A worker wrote to its console; that comes out at the same place.
            return null;
        }
    }
}
