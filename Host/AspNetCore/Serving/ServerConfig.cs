using PureEdge.AspNetCore.Configuration;

namespace PureEdge.AspNetCore.Serving;

/// <summary>The file <c>pureedge.json</c>: what <c>pureedge serve</c> is set to, as JSON with comments and trailing commas. Docs/configuration.md has its keys.</summary>
public static class ServerConfig
{
    /// <summary>The name of the file in a data directory.</summary>
    public const string FileName = "pureedge.json";

    private const long MostBytes = 4 << 20;

    /// <summary>Reads a file; what it does not set has its default.</summary>
    /// <param name="path">The file; at most 4 MB. Paths in it are relative to its folder.</param>
    /// <param name="isOfDataDirectory">Whether it was found in the data directory, so that it cannot say where that is.</param>
    /// <exception cref="PureEdgeException">It cannot be read, or something in it is wrong: the message has a line for each error, with file, line, column, key, value and what is allowed.</exception>
    public static ServerOptions Read(string path, bool isOfDataDirectory = false)
    {
        var options = ReadWithErrors(path, isOfDataDirectory);
        return options.Errors.Count == 0 ? options : throw new PureEdgeException("options_invalid", string.Join('\n', options.Errors.Select(static error => error.Message)));
    }

    /// <summary>Reads a file, for who says what is wrong in it together with what else is: what cannot be read has its default, and is in <see cref="ServerOptions.Errors"/>.</summary>
    /// <param name="path">The file; at most 4 MB. Paths in it are relative to its folder.</param>
    /// <param name="isOfDataDirectory">Whether it was found in the data directory, so that it cannot say where that is.</param>
    /// <exception cref="PureEdgeException">The file cannot be read.</exception>
    public static ServerOptions ReadWithErrors(string path, bool isOfDataDirectory = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return new ServerConfigReader(path, WorkerFiles.Read(path, MostBytes), isOfDataDirectory).Read();
        }
        catch (PureEdgeException e) when (e.Code is "file_too_large" or "file_unreadable")
        {
            throw new PureEdgeException("options_invalid", e.Message, e);
        }
    }

    /// <summary>Reads a file, and refuses what does not go together in it when nothing else is given (<see cref="Read"/> alone does not: the command line may say more).</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PureEdgeException">Something is wrong: the message has a line for each error.</exception>
    public static void Check(string path) => ServerRules.Require(ReadWithErrors(path));

    /// <summary>The file of a data directory, or <see langword="null"/> when there is none.</summary>
    /// <param name="dataDirectory">The directory; <c>:memory:</c> has none.</param>
    public static string? FindIn(string dataDirectory)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataDirectory);
        return dataDirectory != DataDirectory.Memory && Path.Combine(dataDirectory, FileName) is var path && WorkerFiles.Exists(path) ? path : null;
    }
}
