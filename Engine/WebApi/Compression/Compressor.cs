using System.IO.Compression;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Compression;

/// <summary>Compresses with zlib. Its memory is not the collector's, so an isolate has only so many at once.</summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class Compressor : IDisposable
{
    /// <summary>The most an isolate may have: each takes a quarter of a megabyte that the isolate's bound does not see.</summary>
    public const int MaxAtOnce = 64;

    /// <summary>zlib's own choice.</summary>
    public const int DefaultLevel = 6;

    private static readonly object LiveKey = new();

    private readonly MemoryStream _output = new();
    private readonly Stream _stream;
    private readonly CompressionFormat _format;
    private bool _hasInput;
    private bool _isDisposed;

    private Compressor(CompressionFormat format, ZLibCompressionOptions options)
    {
        _format = format;
        _stream = format switch
        {
            CompressionFormat.Gzip => new GZipStream(_output, options, leaveOpen: true),
            CompressionFormat.Deflate => new ZLibStream(_output, options, leaveOpen: true),
            _ => new DeflateStream(_output, options, leaveOpen: true),
        };
    }

    /// <summary>Begins to compress.</summary>
    /// <returns><see langword="null"/> when the isolate has as many as it may; those that the collector has found do not count.</returns>
    /// <param name="level">How hard to try, from 0 (not at all) to 9.</param>
    public static Compressor? TryCreate(WorkerRealm realm, CompressionFormat format, int level = DefaultLevel)
    {
        var live = realm.State(LiveKey, static _ => new List<WeakReference<Compressor>>());
        if (live.Count == MaxAtOnce && live.RemoveAll(static x => !x.TryGetTarget(out var compressor) || compressor._isDisposed) == 0)
        {
            return null;
        }

        var created = new Compressor(format, new ZLibCompressionOptions { CompressionLevel = level });
        live.Add(new(created));
        return created;
    }

    /// <summary>Compresses some bytes.</summary>
    /// <returns>What came out so far; often nothing.</returns>
    public byte[] Push(ReadOnlySpan<byte> input)
    {
        _hasInput |= !input.IsEmpty;
        _stream.Write(input);
        return Take();
    }

    /// <summary>Writes out what is held back, so that what was pushed so far can be decompressed.</summary>
    public byte[] Flush()
    {
        _stream.Flush();
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
}
