using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Encodings;

/// <summary>
/// Decodes the bytes of a stream piece by piece: the byte order mark, and what the pieces of a split character need, are
/// remembered between them.
/// </summary>
/// <remarks>Owned by one isolate's turn. https://encoding.spec.whatwg.org/#interface-textdecoder</remarks>
internal sealed class TextDecoding(TextEncodingName encoding, bool isFatal, bool ignoreBom)
{
    private ByteDecoder _decoder = encoding.NewDecoder();
    private bool _bomSeen;

    public TextEncodingName Encoding => encoding;

    public bool IsFatal => isFatal;

    public bool IgnoreBom => ignoreBom;

    /// <summary>Decodes the next bytes.</summary>
    /// <param name="isLast">Whether nothing follows; the decoder is then ready for another stream.</param>
    /// <returns><see langword="null"/> when the bytes are malformed and that is fatal; the decoder has then forgotten everything.</returns>
    public string? Decode(ReadOnlySpan<byte> bytes, bool isLast)
    {
        // No decoder gives more than one code unit a byte; the rest is what came before.
        var rented = Scratch<char>.Rent(bytes.Length + 8);
        try
        {
            var written = _decoder.Decode(bytes, rented, isLast, out var isMalformed);
            if (isMalformed && isFatal)
            {
                Reset();
                return null;
            }

            var text = rented.AsSpan(0, written);
            if (!_bomSeen && encoding.HasByteOrderMark && written > 0)
            {
                _bomSeen = true;
                if (!ignoreBom && text[0] == '\uFEFF')
                {
                    text = text[1..];
                }
            }

            if (isLast)
            {
                Reset();
            }

            return text.ToString();
        }
        finally
        {
            Scratch<char>.Return(rented);
        }
    }

    private void Reset()
    {
        if (!_decoder.IsStateless)
        {
            _decoder = encoding.NewDecoder();
        }

        _bomSeen = false;
    }
}
