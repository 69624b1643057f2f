namespace PureEdge.Tests.Shared;

/// <summary>A folder for one test's files, removed at its end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("pureedge-").FullName;

    /// <summary>Writes a file, and its folders.</summary>
    /// <returns>The file's path.</returns>
    public string Write(string name, string text)
    {
        string path = Path.Combine(FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
