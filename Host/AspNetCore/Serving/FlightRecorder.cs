using System.Collections.Concurrent;
using System.IO.MemoryMappedFiles;
using System.Text;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Serving;

/// <summary>
/// Notes who is running in a file that is mapped into memory: the operating system keeps what was written when the process dies,
/// and the next one reads it. A note is a line of 128 bytes: the length of the version's name, then the name.
/// </summary>
/// <remarks>Thread-safe: a note belongs to one turn from <see cref="Begin"/> to <see cref="End"/>.</remarks>
internal sealed class FlightRecorder : IFlightRecorder, IDisposable
{
    private const string FileName = "flight-recorder";
    private const int HeaderBytes = 8;
    private const int NoteBytes = 128;
    private const int MostNameBytes = NoteBytes - sizeof(int);

    // Turns that run or are parked at once; further ones are not noted.
    private const int Notes = 1_024;

    // The clock may be set between two looks at it.
    private const long SameBootSeconds = 120;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly ConcurrentStack<int> _free;

    private FlightRecorder(MemoryMappedFile file)
    {
        _file = file;
        _view = file.CreateViewAccessor(0, FileBytes);
        _free = new(Enumerable.Range(0, Notes).Reverse());
        LeftBehind = Read();
        _view.Write(0, BootTime());
        for (var note = 0; note < Notes; note++)
        {
            Clear(note);
        }
    }

    /// <summary>The versions that were running when the process before this one died; none when it ended well, or the machine went down with it.</summary>
    public IReadOnlyList<string> LeftBehind { get; }

    private static long FileBytes => HeaderBytes + ((long)Notes * NoteBytes);

    /// <summary>Opens the recorder in a data directory, and reads what the process before left.</summary>
    /// <exception cref="PureEdgeException">The file cannot be used.</exception>
    public static FlightRecorder Open(string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            stream.SetLength(FileBytes);
            return new(MemoryMappedFile.CreateFromFile(stream, null, FileBytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PureEdgeException("data_directory", $"'{path}' cannot be used: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public int Begin(string version)
    {
        if (!_free.TryPop(out var note))
        {
            return -1;
        }

        Span<byte> name = stackalloc byte[MostNameBytes];
        Encoding.UTF8.TryGetBytes(version, name, out var length);
        var handle = _view.SafeMemoryMappedViewHandle;
        handle.WriteSpan<byte>((ulong)(Position(note) + sizeof(int)), name[..length]);
        _view.Write(Position(note), length);
        return note;
    }

    /// <inheritdoc/>
    public void End(int note)
    {
        if (note >= 0)
        {
            Clear(note);
            _free.Push(note);
        }
    }

    /// <summary>The process ends well: nobody is to blame.</summary>
    public void Dispose()
    {
        for (var note = 0; note < Notes; note++)
        {
            Clear(note);
        }

        _view.Dispose();
        _file.Dispose();
    }

    private static long Position(int note) => HeaderBytes + ((long)note * NoteBytes);

    // When the machine started, in seconds since the Unix epoch.
    private static long BootTime() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - (Environment.TickCount64 / 1000);

    private void Clear(int note) => _view.Write(Position(note), 0);

    private List<string> Read()
    {
        var found = new List<string>();
        if (Math.Abs(_view.ReadInt64(0) - BootTime()) > SameBootSeconds)
        {
            // A new file, or the machine was started anew: a power failure is no worker's fault.
            return found;
        }

        var name = new byte[MostNameBytes];
        for (var note = 0; note < Notes; note++)
        {
            var length = _view.ReadInt32(Position(note));
            if (length is > 0 and <= MostNameBytes)
            {
                _view.ReadArray(Position(note) + sizeof(int), name, 0, length);
                found.Add(Encoding.UTF8.GetString(name, 0, length));
            }
        }

        return found.Distinct(StringComparer.Ordinal).ToList();
    }
}
