namespace PureEdge.Bench.Servers;

/// <summary>Workers on disk for one scenario, in a folder of their own that goes with it.</summary>
internal sealed class Workload : IDisposable
{
    /// <summary>The smallest worker.</summary>
    public const string HelloSource = "export default { fetch() { return new Response(\"Hello World\") } }\n";

    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("pureedge-bench-").FullName;

    /// <summary>The bytes of a request to a worker of a server that has several.</summary>
    public static byte[] RequestTo(string name) => Load.HttpConnection.Get(name + ".localhost");

    /// <summary>Adds a worker that is one file.</summary>
    public void Add(string name, string source) => File.WriteAllText(Path.Combine(Folder, name + ".js"), source);

    /// <summary>Adds a worker every request of which gets a fresh isolate, as a folder with a configuration.</summary>
    public void AddUnkept(string name, string source) =>
        AddFolder(name, source, $$"""{ "name": "{{name}}", "main": "worker.js", "pureedge": { "isolation": "request" } }""");

    /// <summary>Adds a worker with a module beside its source, as a folder with a configuration.</summary>
    public void AddWithModule(string name, string source, string module, byte[] content) =>
        File.WriteAllBytes(Path.Combine(AddFolder(name, source, $$"""{ "name": "{{name}}", "main": "worker.js" }"""), module), content);

    private string AddFolder(string name, string source, string configuration)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "wrangler.json"), configuration);
        File.WriteAllText(Path.Combine(folder, "worker.js"), source);
        return folder;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
