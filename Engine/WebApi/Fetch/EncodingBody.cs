using System.IO.Compression;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>
/// A body on its way out of a worker that is encoded as its <c>content-encoding</c> says (<c>encodeBody: "automatic"</c>,
/// https://developers.cloudflare.com/workers/runtime-apis/response/). Nothing is encoded before somebody reads: to HEAD nothing is.
/// </summary>
/// <remarks>Read by one reader at a time, on any thread. The request that answers pays.</remarks>
internal sealed class EncodingBody(Stream plain, string encoding, RequestScope scope) : BodyStream
{
    // As CompressionStream charges it: about what deflating costs.
    private const int BytesPerFuel = 4;

    private const int ChunkBytes = 32 << 10;

    private readonly MemoryStream _encoded = new();
    private Stream? _encoder;
    private byte[] _chunk = [];
    private int _taken;
    private bool _ended;

    /// <summary>Whether what is encoded is in memory, so that nothing writes it.</summary>
    public bool IsOfBytes => plain is MemoryStream;

    /// <inheritdoc/>
    public override int Layers => LayersOf(plain) + 1;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (_taken == _encoded.Length)
        {
            if (_ended)
            {
                return 0;
            }

            await EncodeMoreAsync(cancellationToken);
        }

        var count = Math.Min(buffer.Length, (int)_encoded.Length - _taken);
        _encoded.GetBuffer().AsSpan(_taken, count).CopyTo(buffer.Span);
        _taken += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ended = true;
            _taken = (int)_encoded.Length;
            plain.Dispose();
            _encoder?.Dispose();
        }

        base.Dispose(disposing);
    }

    // What the encoder keeps, about, which is the window and what finds earlier bytes in it.
    private static long StateBytes(string encoding) => encoding == "br" ? 8 << 20 : 512 << 10;

    private async ValueTask EncodeMoreAsync(CancellationToken cancellationToken)
    {
        _encoder ??= Begin();
        var read = await plain.ReadAsync(_chunk, cancellationToken);
        scope.ChargeBetweenTurns(1 + (read / BytesPerFuel), "in encoding its answer");
        _encoded.SetLength(0);
        _taken = 0;
        if (read == 0)
        {
            _ended = true;
            await _encoder.DisposeAsync();
            return;
        }

        _encoder.Write(_chunk, 0, read);
        if (read < _chunk.Length)
        {
            // There is no more now, and who reads events does not want to wait for it.
            _encoder.Flush();
        }
    }

    private Stream Begin()
    {
        scope.Limits.ChargeHostBytes(StateBytes(encoding) + ChunkBytes);
        if (scope.Limits.Report.AllocatedBytes > scope.Limits.Limits.AllocationBytes)
        {
            throw new HostErrorException(HostErrorKind.Error, $"The request has no memory left to encode its answer as \"{encoding}\".");
        }

        _chunk = GC.AllocateUninitializedArray<byte>(ChunkBytes);
        return encoding switch
        {
            "br" => new BrotliStream(_encoded, CompressionLevel.Optimal, leaveOpen: true),
            "deflate" => new ZLibStream(_encoded, CompressionLevel.Optimal, leaveOpen: true),
            _ => new GZipStream(_encoded, CompressionLevel.Optimal, leaveOpen: true),
        };
    }
}
