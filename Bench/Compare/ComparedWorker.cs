using System.Text;
using System.Text.Json;

namespace PureEdge.Bench.Compare;

/// <summary>A worker that all sides run, and how it is measured: what its file exports as <c>bench</c>.</summary>
internal sealed record ComparedWorker
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Its name: its file's, and the first label of the host it answers at.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in a line.</summary>
    public required string Summary { get; init; }

    /// <summary>The file with all of its code.</summary>
    public required string Bundle { get; init; }

    /// <summary>Modules of WebAssembly that the bundle imports: their names, and the files.</summary>
    public IReadOnlyDictionary<string, string> Modules { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Milliseconds of CPU that a request may take, in those of Workers' limit; <see langword="null"/> for the default.</summary>
    public int? CpuMs { get; init; }

    /// <summary>The request that is sent, as it goes over the wire.</summary>
    public required byte[] Request { get; init; }

    /// <summary>The least ratio of requests a second to workerd that must hold; <see langword="null"/> when it is only reported.</summary>
    public double? AtLeast { get; init; }

    /// <summary>Connections that send at once.</summary>
    public int Connections { get; init; } = 32;

    /// <summary>Whether deno and Node's own http server are measured beside it.</summary>
    public bool References { get; init; }

    /// <summary>Whether it is the hello worker, which bare Kestrel stands in for.</summary>
    public bool Hello { get; init; }

    /// <summary>Whether the server has a processor of its own, and the load another.</summary>
    public bool Pinned { get; init; }

    /// <summary>Whether all sides answer with the same bytes; compressed ones need not.</summary>
    public bool SameBody { get; init; } = true;

    /// <summary>Bindings to other workers: name, and the worker.</summary>
    public IReadOnlyDictionary<string, string> Services { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Bindings to KV namespaces: name, and the pairs that they hold.</summary>
    public IReadOnlyDictionary<string, Dictionary<string, string>> Kv { get; init; } = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);

    /// <summary>Its code.</summary>
    public string Source => File.ReadAllText(Bundle);

    /// <summary>It and the workers it is bound to, those first.</summary>
    public IEnumerable<ComparedWorker> WithServices(Toolbox tools) => Services.Values.Select(tools.Worker).Append(this);

    /// <summary>Its request with another first label of the host, and a prefix of the path.</summary>
    public byte[] RequestAt(string host, string prefix = "")
    {
        var headEnd = Request.AsSpan().IndexOf("\r\n"u8);
        var line = Encoding.ASCII.GetString(Request, 0, headEnd).Split(' ');
        var own = Encoding.ASCII.GetBytes($"\r\nHost: {Name}.");
        return
        [
            .. Encoding.ASCII.GetBytes($"{line[0]} {prefix}{line[1]} {line[2]}\r\nHost: {host}."),
            .. Request.AsSpan(Request.AsSpan().IndexOf(own) + own.Length),
        ];
    }

    /// <summary>Reads the list that <c>prepare.mjs</c> prints.</summary>
    public static IReadOnlyList<ComparedWorker> Read(JsonElement workers) =>
        workers.Deserialize<List<ComparedWorker>>(Json) ?? [];
}
