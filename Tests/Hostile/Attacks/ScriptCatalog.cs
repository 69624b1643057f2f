using System.Reflection;

namespace PureEdge.Hostile.Tests.Attacks;

/// <summary>The scripts, and the sample of them that a run on a developer's machine takes.</summary>
internal static class ScriptCatalog
{
    /// <summary>The folder of this project.</summary>
    public static string Folder { get; } = Metadata("HostileFolder");

    public static IReadOnlyList<Script> All { get; } = Load();

    public static IReadOnlyList<string> Folders { get; } = [.. All.Select(script => script.Folder).Distinct(StringComparer.Ordinal)];

    /// <summary>The names in sample.txt.</summary>
    public static IReadOnlyList<string> Sample { get; } =
        [.. File.ReadLines(Path.Combine(Folder, "sample.txt")).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];

    public static string Metadata(string key) =>
        typeof(ScriptCatalog).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private static Script[] Load()
    {
        string root = Path.Combine(Folder, "Scripts");
        return [.. Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).SelectMany(Directory.EnumerateFiles)
            .Select(file => Script.Parse(Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText(file)))
            .OrderBy(script => script.Name, StringComparer.Ordinal)];
    }
}
