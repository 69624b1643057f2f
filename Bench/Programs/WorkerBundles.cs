namespace PureEdge.Bench.Programs;

/// <summary>Workers around libraries from npm: those of Tests/Conformance.</summary>
internal static class WorkerBundles
{
    /// <summary>Makes the bundles.</summary>
    /// <param name="names">Which.</param>
    /// <param name="missing">What to do when there are none.</param>
    public static IReadOnlyList<(string Name, string Source)> Read(IReadOnlyList<string> names, out string? missing)
    {
        var all = Bundles.Make(Path.Combine(Repository.Folder, "Tests", "Conformance", "Programs"), out missing).ToDictionary(static b => b.Name, static b => b.Text, StringComparer.Ordinal);
        return [.. names.Where(all.ContainsKey).Select(name => (name, all[name]))];
    }
}
