using System.Text;

#pragma warning disable RS0030 // The one place of this library that opens files.

namespace PureEdge.AspNetCore.Configuration;

/// <summary>The files of workers. The one place outside Storage that opens files; every read has a cap.</summary>
internal static class WorkerFiles
{
    public static bool Exists(string path) => File.Exists(path);

    /// <summary>Reads a file of at most <paramref name="most"/> bytes.</summary>
    /// <exception cref="PureEdgeException">It is missing, larger, or not readable.</exception>
    public static byte[] Read(string path, long most)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > most)
            {
                throw new PureEdgeException("file_too_large", $"'{path}' is {file.Length} bytes; at most {most} are allowed.");
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PureEdgeException("file_unreadable", $"'{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The first characters of a file; nothing when it cannot be read.</summary>
    public static string ReadStart(string path, int most)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[Math.Min(most, file.Length)];
            file.ReadExactly(bytes);
            return Encoding.UTF8.GetString(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    public static string ReadText(string path, long most)
    {
        var bytes = Read(path, most);
        return Encoding.UTF8.GetString(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(3) : bytes);
    }
}
