using System.IO.Compression;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Compression;

/// <summary>Compresses with zlib. Its memory is not the collector's, so an isolate has only so many at once.</summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class Compressor : IDisposable
{
    /// <summary>The most an isolate may have: each takes a quarter of a megabyte that the isolate's bound does not see.</summary>
    public const int MaxAtOnce = 64;

    private static readonly object CountKey = new();

    private readonly MemoryStream _output = new();
    private readonly Stream _stream;
    private readonly CompressionFormat _format;
    private readonly Counter _counter;
    private bool _hasInput;
    private bool _isDisposed;

    private Compressor(CompressionFormat format, Counter counter)
    {
        _format = format;
        _counter = counter;
        _counter.Add(1);
        _stream = format switch
        {
            CompressionFormat.Gzip => new GZipStream(_output, CompressionLevel.Optimal, leaveOpen: true),
            CompressionFormat.Deflate => new ZLibStream(_output, CompressionLevel.Optimal, leaveOpen: true),
            _ => new DeflateStream(_output, CompressionLevel.Optimal, leaveOpen: true),
        };
    }

    // One that a script dropped unfinished: its place is free again when the collector has found it.
    ~Compressor()
    {
        if (!_isDisposed)
        {
            _counter.Add(-1);
        }
    }

    /// <returns><see langword="null"/> when the isolate has as many as it may.</returns>
    public static Compressor? TryCreate(WorkerRealm realm, CompressionFormat format)
    {
        var counter = realm.State(CountKey, static _ => new Counter());
        return counter.Value < MaxAtOnce ? new(format, counter) : null;
    }

    /// <summary>Compresses some bytes.</summary>
    /// <returns>What came out so far; often nothing.</returns>
    public byte[] Push(ReadOnlySpan<byte> input)
    {
        _hasInput |= !input.IsEmpty;
        _stream.Write(input);
        return Take();
    }

    /// <summary>Ends the data.</summary>
    public byte[] Finish()
    {
        Dispose();
        // .NET writes nothing at all for no input.
        return _hasInput || _output.Length > 0 ? Take() : _format switch
        {
            CompressionFormat.Gzip => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            CompressionFormat.Deflate => [0x78, 0x9C, 3, 0, 0, 0, 0, 1],
            _ => [3, 0],
        };
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _stream.Dispose();
            _counter.Add(-1);
            GC.SuppressFinalize(this);
        }
    }

    private byte[] Take()
    {
        if (_output.Length == 0)
        {
            return [];
        }

        var bytes = _output.ToArray();
        _output.SetLength(0);
        return bytes;
    }

    // Changed by turns and by the finalizer's thread.
    private sealed class Counter
    {
        private int _value;

        public int Value => Volatile.Read(ref _value);

        public void Add(int value) => Interlocked.Add(ref _value, value);
    }
}
