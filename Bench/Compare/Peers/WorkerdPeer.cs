using System.Collections.ObjectModel;
using System.Net;
using System.Text;
using System.Text.Json;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Compare.Peers;

/// <summary>Open-source workerd with one worker, those that it is bound to, and a worker in the same process for its KV pairs.</summary>
internal sealed class WorkerdPeer : IPeer
{
    private const string Compatibility = "compatibilityDate = \"2026-10-20\"";

    /// <inheritdoc/>
    public string Name => "workerd";

    /// <inheritdoc/>
    public Task<ServerProcess> StartAsync(ComparedWorker worker, int? processor = null)
    {
        var services = worker.WithServices(Toolbox.Installed).SelectMany(Services);
        return StartAsync(services, Quote(worker.Name), processor);
    }

    /// <summary>workerd with a worker that loads others: <c>loader.js</c> with the Worker Loader as its binding LOADER, and texts.</summary>
    /// <param name="texts">Names and values of text bindings.</param>
    public static Task<ServerProcess> StartLoaderAsync(IReadOnlyDictionary<string, string> texts)
    {
        var bindings = texts.Select(text => $"(name = {Quote(text.Key)}, text = embed {Embedded(text.Value)})")
            .Append("(name = \"LOADER\", workerLoader = (id = \"bench\"))");
        var source = File.ReadAllText(Path.Combine(Toolbox.SourceFolder, "loader.js"));
        return StartAsync([Service("loader", source, bindings)], Quote("loader"), processor: null);
    }

    /// <summary>workerd with workers that are chosen by the first label of the host.</summary>
    /// <param name="sources">Names and codes.</param>
    public static Task<ServerProcess> StartManyAsync(IReadOnlyDictionary<string, string> sources)
    {
        var front = File.ReadAllText(Path.Combine(Toolbox.SourceFolder, "front.js"));
        var bindings = sources.Keys.Select(name => $"(name = {Quote(name)}, service = {Quote(name)})");
        return StartAsync([.. sources.Select(s => Service(s.Key, s.Value, [])), Service("front", front, bindings)], Quote("front"), processor: null);
    }

    private static async Task<ServerProcess> StartAsync(IEnumerable<string> services, string front, int? processor)
    {
        var configuration = $"""
            using Workerd = import "/workerd/workerd.capnp";
            const config :Workerd.Config = (
              services = [{string.Join(",\n", services)}],
              sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = {front})]
            );
            """;
        var file = Path.Combine(Toolbox.Installed.Folder, $"{Path.GetRandomFileName()}.capnp");
        await File.WriteAllTextAsync(file, configuration);

        // With this descriptor it reports the port of each socket as a line of JSON. Worker Loaders need --experimental.
        return await ServerProcess.StartAsync(Toolbox.Installed.Workerd, ["serve", file, "--experimental", "--control-fd=1"], AddressIn, processor);
    }

    private static IEnumerable<string> Services(ComparedWorker worker)
    {
        var bindings = worker.Services.Select(s => $"(name = {Quote(s.Key)}, service = {Quote(s.Value)})")
            .Concat(worker.Kv.Select(kv => $"(name = {Quote(kv.Key)}, kvNamespace = {Quote(kv.Key)})"));
        yield return Service(worker.Name, worker.Source, bindings, worker.Modules);

        // A KV namespace of workerd is a service that speaks KV's internal protocol: the key is the path, the value the body.
        foreach (var (name, pairs) in worker.Kv)
        {
            yield return Service(
                name,
                $"const values = {JsonSerializer.Serialize(pairs)};\n"
                + "export default { fetch(request) { return new Response(values[new URL(request.url).pathname.slice(1)]); } };",
                []);
        }
    }

    private static string Service(string name, string source, IEnumerable<string> bindings, IReadOnlyDictionary<string, string>? wasm = null)
    {
        // The prepared files lie beside the configuration too.
        var modules = (wasm ?? ReadOnlyDictionary<string, string>.Empty)
            .Select(module => $"(name = {Quote(module.Key)}, wasm = embed {Quote(Path.GetRelativePath(Toolbox.Installed.Folder, module.Value))})")
            .Prepend($"(name = \"worker\", esModule = embed {Embedded(source)})");
        return $"(name = {Quote(name)}, worker = (modules = [{string.Join(", ", modules)}], {Compatibility}, bindings = [{string.Join(", ", bindings)}]))";
    }

    // Texts lie beside the configuration: an absolute path would be looked for in the import folders.
    private static string Embedded(string text)
    {
        var name = Path.GetRandomFileName();
        File.WriteAllText(Path.Combine(Toolbox.Installed.Folder, name), text);
        return Quote(name);
    }

    // The names here need no escapes.
    private static string Quote(string text) => $"\"{text}\"";

    private static IPEndPoint? AddressIn(string line)
    {
        if (!line.StartsWith("{\"event\":\"listen\"", StringComparison.Ordinal))
        {
            return null;
        }

        using var report = JsonDocument.Parse(line);
        return new IPEndPoint(IPAddress.Loopback, report.RootElement.GetProperty("port").GetInt32());
    }
}
