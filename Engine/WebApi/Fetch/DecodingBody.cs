using System.IO.Compression;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>
/// A fetched body with a <c>content-encoding</c>. Read by a script it is decoded ("handle content codings" of the Fetch standard);
/// only passed on, with the header, it stays as it came, and nothing is decoded for nobody.
/// </summary>
/// <remarks>Read by one reader at a time.</remarks>
internal sealed class DecodingBody(Stream encoded, string encoding) : BodyStream
{
    private Stream? _decoded;

    /// <inheritdoc/>
    public override int Layers => LayersOf(encoded) + 1;

    /// <summary>The encodings that are decoded; others reach the script as they are.</summary>
    public static bool Knows(string? encoding) => encoding is "gzip" or "x-gzip" or "deflate" or "br";

    /// <summary>The body as it came, if nobody has read it and the headers it goes out with still name its encoding.</summary>
    public bool TryTakeEncoded(HeaderList headers, out Stream source)
    {
        source = encoded;
        return _decoded is null && string.Equals(headers.Get("content-encoding"), encoding, StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _decoded ??= encoding switch
        {
            "br" => new BrotliStream(encoded, CompressionMode.Decompress),
            "deflate" => new ZLibStream(encoded, CompressionMode.Decompress),
            _ => new GZipStream(encoded, CompressionMode.Decompress),
        };
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
}
