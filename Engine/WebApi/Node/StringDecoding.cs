using System.Text;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>Decodes bytes that arrive in pieces: what is cut through waits for its rest, so that the pieces do not matter.</summary>
/// <remarks>Owned by one user.</remarks>
internal sealed class StringDecoding(NodeEncoding encoding)
{
    private readonly Decoder? _utf8 = encoding == NodeEncoding.Utf8 ? Encoding.UTF8.GetDecoder() : null;
    private byte[] _rest = [];

    public string Write(ReadOnlySpan<byte> bytes)
    {
        if (_utf8 is not null)
        {
            return Utf8(bytes, flush: false);
        }

        if (encoding is NodeEncoding.Latin1 or NodeEncoding.Ascii or NodeEncoding.Hex)
        {
            return NodeEncodings.GetString(encoding, bytes);
        }

        byte[] all = [.. _rest, .. bytes];
        var whole = encoding == NodeEncoding.Utf16Le ? all.Length / 2 * 2 : all.Length / 3 * 3;
        if (encoding == NodeEncoding.Utf16Le && whole >= 2 && (all[whole - 1] & 0xfc) == 0xd8)
        {
            // A high surrogate waits for its other half.
            whole -= 2;
        }

        _rest = all[whole..];
        return NodeEncodings.GetString(encoding, all.AsSpan(0, whole));
    }

    /// <summary>What is left; the decoder begins anew.</summary>
    public string End()
    {
        if (_utf8 is not null)
        {
            return Utf8([], flush: true);
        }

        var rest = NodeEncodings.GetString(encoding, _rest);
        _rest = [];
        return rest;
    }

    private string Utf8(ReadOnlySpan<byte> bytes, bool flush)
    {
        var characters = new char[_utf8!.GetCharCount(bytes, flush)];
        return new(characters, 0, _utf8.GetChars(bytes, characters, flush));
    }
}
