using System.IO.MemoryMappedFiles;
using System.Text;
using PureEdge.Fuzz.Programs;

namespace PureEdge.Fuzz.Campaigns;

/// <summary>
/// The case that each job runs, in a file that is mapped into memory: what is written there survives the death of the process.
/// </summary>
/// <remarks>Each job writes its own part.</remarks>
internal sealed class Journal : IDisposable
{
    private const int SlotBytes = 1 << 17;
    private const int HeaderBytes = 16;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public Journal(string path, int jobs)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, (long)SlotBytes * jobs);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>A case begins.</summary>
    public void Begin(int job, FuzzCase what)
    {
        var bytes = Encoding.UTF8.GetBytes(what.ToFile());
        var length = Math.Min(bytes.Length, SlotBytes - HeaderBytes);
        var at = (long)job * SlotBytes;
        _view.Write(at, 0);
        _view.WriteArray(at + HeaderBytes, bytes, 0, length);
        _view.Write(at + 8, what.Index);
        _view.Write(at, length);
    }

    /// <summary>A case is over.</summary>
    public void End(int job) => _view.Write((long)job * SlotBytes, 0);

    /// <summary>The cases that were running, and the highest number of a case, as a file of another process says.</summary>
    public static (IReadOnlyList<FuzzCase> Running, long Last) Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var running = new List<FuzzCase>();
        var last = 0L;
        var slot = new byte[SlotBytes];
        while (stream.ReadAtLeast(slot, SlotBytes, throwOnEndOfStream: false) == SlotBytes)
        {
            var length = BitConverter.ToInt32(slot, 0);
            last = Math.Max(last, BitConverter.ToInt64(slot, 8));
            if (length > 0)
            {
                running.Add(FuzzCase.Parse(Encoding.UTF8.GetString(slot, HeaderBytes, length)));
            }
        }

        return (running, last);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
