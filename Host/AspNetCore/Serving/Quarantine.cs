using System.Globalization;
using System.Text;
using PureEdge.AspNetCore.Deploy;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Serving;

/// <summary>
/// Versions of workers that were running when the process died. They are not served again, so that a crash cannot loop, until they
/// are deployed again, another version is, or an operator takes the line out of the file: one line each, the version and when the process was found dead.
/// </summary>
/// <remarks>Thread-safe: under one lock.</remarks>
internal sealed class Quarantine : IQuarantine
{
    private const string FileName = "quarantine";
    private const int MostBytes = 1 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _since = new(StringComparer.Ordinal);
    private readonly string _path;

    private Quarantine(string path) => _path = path;

    /// <summary>One that knows of nothing: without a data directory nobody remembers.</summary>
    public static Quarantine None { get; } = new("");

    /// <summary>Reads the quarantine of a data directory and adds the versions that the recorder has found.</summary>
    /// <exception cref="PureEdgeException">The file cannot be read or written.</exception>
    public static Quarantine Open(string directory, IReadOnlyList<string> leftBehind, DateTimeOffset now)
    {
        var quarantine = new Quarantine(Path.Combine(directory, FileName));
        try
        {
            quarantine.Read();
            if (leftBehind.Count > 0)
            {
                foreach (var version in leftBehind)
                {
                    quarantine._since[version] = now.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
                }

                quarantine.Write();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PureEdgeException("data_directory", $"'{quarantine._path}' cannot be used: {e.Message}", e);
        }

        return quarantine;
    }

    /// <inheritdoc/>
    public WorkerFailure? Find(WorkerDefinition definition) => Since(definition) is { } since
        ? new(
            WorkerOutcome.Quarantined,
            $"This version of the worker was running when the server process died (found {since}). It is served again when it is deployed again with wrangler, or its line is taken out of '{FileName}' in the data directory and the server is started again.")
        : null;

    /// <inheritdoc/>
    public void Release(WorkerDefinition definition)
    {
        lock (_gate)
        {
            if (_since.Remove(definition.VersionLabel))
            {
                try
                {
                    Write();
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // It is served now; after the next start it may not be.
                }
            }
        }
    }

    private string? Since(WorkerDefinition definition)
    {
        lock (_gate)
        {
            return _since.GetValueOrDefault(definition.VersionLabel);
        }
    }

    private void Read()
    {
        using var stream = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
        if (stream.Length > MostBytes)
        {
            throw new IOException($"It is larger than {MostBytes} bytes.");
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            var end = line.IndexOf(' ', StringComparison.Ordinal);
            if (end > 0)
            {
                _since[line[..end]] = line[(end + 1)..];
            }
        }
    }

    private void Write()
    {
        // A crash while it is written must not lose what it holds: a new file takes the old one's place.
        var next = _path + ".new";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write))
        using (var writer = new StreamWriter(stream, new UTF8Encoding(false)))
        {
            foreach (var (version, since) in _since)
            {
                writer.WriteLine($"{version} {since}");
            }

            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        new FileInfo(next).MoveTo(_path, overwrite: true);
    }
}
