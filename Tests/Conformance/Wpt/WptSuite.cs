using System.Text.Json;
using System.Text.Json.Serialization;

namespace PureEdge.Conformance.Tests.Wpt;

/// <summary>Test files that are counted and judged together.</summary>
/// <param name="Folders">The folders of the set that it takes, with all below.</param>
/// <param name="Exclusions">Files (or, ending in <c>/</c>, folders) that are not run, each with the reason.</param>
/// <param name="CompleteOnly">Whether the set that every build tests leaves it out, since it takes long.</param>
internal sealed record WptSuite(IReadOnlyList<string> Folders, IReadOnlyDictionary<string, string>? Exclusions = null, bool CompleteOnly = false)
{
    /// <summary>The tests of a set that belong to it, in order.</summary>
    public IReadOnlyList<WptTest> TestsIn(WptSet set) =>
    [
        .. Folders.Select(x => Path.Combine(set.Folder, x)).Where(Directory.Exists)
            .SelectMany(x => Directory.EnumerateFiles(x, "*.any.js", SearchOption.AllDirectories))
            .Select(x => Path.GetRelativePath(set.Folder, x).Replace('\\', '/'))
            .Where(x => !IsExcluded(x))
            .Order(StringComparer.Ordinal)
            .SelectMany(x => WptTest.Read(x, File.ReadAllText(Path.Combine(set.Folder, x)))),
    ];

    private bool IsExcluded(string path) =>
        Exclusions?.Keys.Any(x => x == path || (x.EndsWith('/') && path.StartsWith(x, StringComparison.Ordinal))) ?? false;
}

/// <summary>The suites of <c>suites.json</c>.</summary>
internal static class WptCatalog
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static string Folder { get; } = Programs.ProgramCatalog.Metadata("WptFolder")!;

    public static IReadOnlyDictionary<string, WptSuite> Suites { get; } =
        JsonSerializer.Deserialize<Dictionary<string, WptSuite>>(File.ReadAllText(Path.Combine(Folder, "suites.json")), Json)!;
}
