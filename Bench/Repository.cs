namespace PureEdge.Bench;

/// <summary>Where the repository is that this executable was built in.</summary>
internal static class Repository
{
    /// <summary>Its root folder.</summary>
    /// <exception cref="BenchException">The executable does not lie in one.</exception>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PureEdge.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new BenchException("The benchmark does not lie in its repository.");
        }

        return folder;
    }
}
