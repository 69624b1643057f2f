namespace PureEdge.Bench.Programs;

/// <summary>Programs made of libraries.</summary>
internal static class LibraryPrograms
{
    /// <summary>Makes the bundles.</summary>
    /// <param name="missing">What to do when there are none.</param>
    public static IReadOnlyList<ScriptProgram> Read(out string? missing) =>
        [.. Bundles.Make(Path.Combine(Repository.Folder, "Bench", "Programs", "Libraries"), out missing).Select(static bundle => new ScriptProgram(bundle.Name, "run()", bundle.Text))];
}
