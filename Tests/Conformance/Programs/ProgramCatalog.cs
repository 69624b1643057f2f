using System.Reflection;
using System.Text.Json;

namespace PureEdge.Conformance.Tests.Programs;

/// <summary>One request of a program's list.</summary>
internal sealed record ProgramRequest(string Method, string Path, IReadOnlyDictionary<string, string>? Headers = null, string? Body = null)
{
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>
/// The programs of this folder: <c>workers/NAME.mjs</c> (or <c>.jsx</c>) with <c>workers/NAME.requests.json</c> and, where the defaults do not
/// do, <c>workers/NAME.wrangler.jsonc</c>; in <c>node</c> those that use modules of Node.js, and in <c>wasm</c> those with modules of WebAssembly.
/// </summary>
internal static class ProgramCatalog
{
    private const string RequestsEnding = ".requests.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    public static string Folder { get; } = Metadata("ProgramsFolder")!;

    public static string WorkersFolder { get; } = Path.Combine(Folder, "workers");

    /// <summary>The names of all programs that have a worker, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(WorkersFolder).Where(x => Path.GetExtension(x) is ".mjs" or ".jsx").Select(x => Path.GetFileNameWithoutExtension(x)).Order(StringComparer.Ordinal)];

    /// <summary>The names of all programs that have a list of requests, in order.</summary>
    public static IReadOnlyList<string> NamesWithRequests { get; } =
        [.. Directory.EnumerateFiles(WorkersFolder, "*" + RequestsEnding).Select(x => Path.GetFileName(x)[..^RequestsEnding.Length]).Order(StringComparer.Ordinal)];

    /// <summary>The folder of the programs that use modules of Node.js.</summary>
    public static string NodeFolder { get; } = Path.Combine(Folder, "node");

    /// <summary>Their names, in order.</summary>
    public static IReadOnlyList<string> NodeNames { get; } =
        [.. Directory.EnumerateFiles(NodeFolder, "*.mjs").Select(x => Path.GetFileNameWithoutExtension(x)).Order(StringComparer.Ordinal)];

    /// <summary>The folder of the programs that import modules of WebAssembly.</summary>
    public static string WasmFolder { get; } = Path.Combine(Folder, "wasm");

    /// <summary>Their names, in order.</summary>
    public static IReadOnlyList<string> WasmNames { get; } =
        [.. Directory.EnumerateFiles(WasmFolder, "*.mjs").Select(x => Path.GetFileNameWithoutExtension(x)).Order(StringComparer.Ordinal)];

    /// <summary>The file with a program's list of requests.</summary>
    public static string RequestListOf(string program) => Path.Combine(FolderOf(program), program + RequestsEnding);

    public static IReadOnlyList<ProgramRequest> RequestsOf(string program) =>
        JsonSerializer.Deserialize<List<ProgramRequest>>(File.ReadAllText(RequestListOf(program)), Json)
        ?? throw new InvalidDataException($"\"{program}{RequestsEnding}\" holds no list of requests.");

    /// <summary>The file with a program's wrangler configuration, which most do not have: what it needs beyond the defaults.</summary>
    public static string ConfigurationOf(string program) => Path.Combine(FolderOf(program), program + ".wrangler.jsonc");

    /// <summary>A value that the project file wrote into this assembly; null when it is empty.</summary>
    public static string? Metadata(string key)
    {
        string? value = typeof(ProgramCatalog).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(x => x.Key == key).Value;
        return string.IsNullOrEmpty(value) ? null : value;
    }

    private static string FolderOf(string program) =>
        NodeNames.Contains(program, StringComparer.Ordinal) ? NodeFolder : WasmNames.Contains(program, StringComparer.Ordinal) ? WasmFolder : WorkersFolder;
}
