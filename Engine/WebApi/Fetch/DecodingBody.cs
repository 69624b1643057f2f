using System.IO.Compression;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>
/// A fetched body with a <c>content-encoding</c>. Read by a script it is decoded ("handle content codings" of the Fetch standard);
/// only passed on, with the header, it stays as it came, and nothing is decoded for nobody.
/// </summary>
/// <remarks>Read by one reader at a time, on any thread. The request that fetched it pays for the decoding.</remarks>
internal sealed class DecodingBody(Stream encoded, string encoding, RequestScope scope) : BodyStream
{
    // About what inflating costs. What comes in is charged too: it may say nothing, for as long as it likes.
    private const int BytesInPerFuel = 16;
    private const int BytesOutPerFuel = 64;

    private Stream? _decoded;

    /// <inheritdoc/>
    public override int Layers => LayersOf(encoded) + 1;

    /// <summary>Whether a request fetched it. Another that got it from that one knows only what comes out of it.</summary>
    public bool IsOf(RequestScope sender) => sender == scope;

    /// <summary>The body as it came, if nobody has read it and the headers it goes out with still name its encoding.</summary>
    public bool TryTakeEncoded(HeaderList headers, out Stream source)
    {
        source = encoded;
        return _decoded is null && string.Equals(headers.Get("content-encoding"), encoding, StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _decoded ??= Decode(new PaidBody(encoded, scope, BytesInPerFuel));
        try
        {
            return await _decoded.ReadAsync(buffer, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw new HostErrorException(HostErrorKind.TypeError, $"The body is not what its content-encoding \"{encoding}\" says.", e);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoded?.Dispose();
            encoded.Dispose();
        }

        base.Dispose(disposing);
    }

    private PaidBody Decode(PaidBody source) => new(
        encoding switch
        {
            "br" => new BrotliStream(source, CompressionMode.Decompress),
            "deflate" => new ZLibStream(source, CompressionMode.Decompress),
            _ => new GZipStream(source, CompressionMode.Decompress),
        },
        scope,
        BytesOutPerFuel);

    /// <summary>Charges a request for what is read.</summary>
    private sealed class PaidBody(Stream source, RequestScope scope, int bytesPerFuel) : BodyStream
    {
        public override int Layers => LayersOf(source) + 1;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await source.ReadAsync(buffer, cancellationToken);
            scope.ChargeBetweenTurns(1 + (read / bytesPerFuel), "in decoding what it fetched");
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                source.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
