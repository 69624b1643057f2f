namespace PureEdge.AspNetCore.Serving;

/// <summary>The directory for what must survive the server. It is made and checked at start.</summary>
internal static class DataDirectory
{
    /// <summary>The name that means "keep nothing".</summary>
    public const string Memory = ":memory:";

    /// <summary>Makes the directory.</summary>
    /// <exception cref="PureEdgeException">It cannot be made, or is a file.</exception>
    public static void Prepare(string path)
    {
        if (path == Memory)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PureEdgeException("data_directory", $"The data directory '{path}' cannot be used: {e.Message} Use --data DIR, or --data :memory: to keep nothing.", e);
        }
    }
}
