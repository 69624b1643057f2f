using System.Buffers.Text;
using System.Text;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>The encodings of Node.js' Buffer.</summary>
internal enum NodeEncoding
{
    Utf8,
    Utf16Le,
    Latin1,
    Ascii,
    Base64,
    Base64Url,
    Hex,
}

/// <summary>Between strings and bytes (https://nodejs.org/api/buffer.html#buffers-and-character-encodings). Decoding never fails: what is invalid is left out or replaced.</summary>
internal static class NodeEncodings
{
    private static readonly byte[] SixBits = MakeSixBits();

    /// <summary>The encoding of a name, whatever its case.</summary>
    public static NodeEncoding? Of(string name) => name.Length > 9 ? null : name.ToLowerInvariant() switch
    {
        "utf8" or "utf-8" => NodeEncoding.Utf8,
        "ucs2" or "ucs-2" or "utf16le" or "utf-16le" => NodeEncoding.Utf16Le,
        "latin1" or "binary" => NodeEncoding.Latin1,
        "ascii" => NodeEncoding.Ascii,
        "base64" => NodeEncoding.Base64,
        "base64url" => NodeEncoding.Base64Url,
        "hex" => NodeEncoding.Hex,
        _ => null,
    };

    /// <summary>The most bytes that a string of a length can become.</summary>
    public static long MaxBytes(NodeEncoding encoding, int length) => encoding switch
    {
        NodeEncoding.Utf8 => length * 3L,
        NodeEncoding.Utf16Le => length * 2L,
        NodeEncoding.Hex => length / 2,
        NodeEncoding.Base64 or NodeEncoding.Base64Url => (length * 3L / 4) + 1,
        _ => length,
    };

    /// <summary>The most characters that bytes can become.</summary>
    public static long MaxCharacters(NodeEncoding encoding, int bytes) => encoding switch
    {
        NodeEncoding.Hex => bytes * 2L,
        NodeEncoding.Base64 or NodeEncoding.Base64Url => (bytes + 2L) / 3 * 4,
        NodeEncoding.Utf16Le => bytes / 2,
        _ => bytes,
    };

    /// <summary>What <c>Buffer.byteLength</c> says; of base64 an estimate from the length, as Node.js has it.</summary>
    public static long ByteLength(NodeEncoding encoding, string text)
    {
        switch (encoding)
        {
            case NodeEncoding.Utf8:
                return Encoding.UTF8.GetByteCount(text);
            case NodeEncoding.Base64 or NodeEncoding.Base64Url:
                var length = text.Length;
                length -= length > 0 && text[^1] == '=' ? 1 : 0;
                length -= length > 1 && length < text.Length && text[length - 1] == '=' ? 1 : 0;
                return length * 3L / 4;
            default:
                return MaxBytes(encoding, text.Length);
        }
    }

    public static byte[] GetBytes(NodeEncoding encoding, string text)
    {
        switch (encoding)
        {
            case NodeEncoding.Utf8:
                return Encoding.UTF8.GetBytes(text);
            case NodeEncoding.Utf16Le:
                return Units(text);
            case NodeEncoding.Latin1 or NodeEncoding.Ascii:
                var bytes = new byte[text.Length];
                for (var i = 0; i < bytes.Length; i++)
                {
                    bytes[i] = (byte)text[i];
                }

                return bytes;
            case NodeEncoding.Hex:
                return FromHex(text);
            default:
                return FromBase64(text);
        }
    }

    public static string GetString(NodeEncoding encoding, ReadOnlySpan<byte> bytes) => encoding switch
    {
        NodeEncoding.Utf8 => Encoding.UTF8.GetString(bytes),
        NodeEncoding.Utf16Le => string.Create(bytes.Length / 2, bytes, static (characters, bytes) =>
        {
            for (var i = 0; i < characters.Length; i++)
            {
                characters[i] = (char)(bytes[2 * i] | (bytes[(2 * i) + 1] << 8));
            }
        }),
        NodeEncoding.Latin1 => Encoding.Latin1.GetString(bytes),
        NodeEncoding.Ascii => string.Create(bytes.Length, bytes, static (characters, bytes) =>
        {
            for (var i = 0; i < characters.Length; i++)
            {
                characters[i] = (char)(bytes[i] & 0x7f);
            }
        }),
        NodeEncoding.Hex => Convert.ToHexStringLower(bytes),
        NodeEncoding.Base64 => Convert.ToBase64String(bytes),
        _ => Base64Url.EncodeToString(bytes),
    };

    // Not Encoding.Unicode, which replaces lone surrogates.
    private static byte[] Units(string text)
    {
        var bytes = new byte[text.Length * 2];
        for (var i = 0; i < text.Length; i++)
        {
            bytes[2 * i] = (byte)text[i];
            bytes[(2 * i) + 1] = (byte)(text[i] >> 8);
        }

        return bytes;
    }

    // Ends at the first pair that is not hexadecimal.
    private static byte[] FromHex(string text)
    {
        var pairs = text.Length / 2;
        var bytes = new byte[pairs];
        for (var i = 0; i < pairs; i++)
        {
            if (!char.IsAsciiHexDigit(text[2 * i]) || !char.IsAsciiHexDigit(text[(2 * i) + 1]))
            {
                return bytes[..i];
            }

            bytes[i] = (byte)((HexDigit(text[2 * i]) << 4) | HexDigit(text[(2 * i) + 1]));
        }

        return bytes;
    }

    private static int HexDigit(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;

    // Both alphabets; other characters are passed over, and the first "=" ends it.
    private static byte[] FromBase64(string text)
    {
        var bytes = new byte[(text.Length * 3L / 4) + 1];
        var length = 0;
        var bits = 0;
        var hold = 0;
        foreach (var c in text)
        {
            if (c == '=')
            {
                break;
            }

            var value = c < 128 ? SixBits[c] : byte.MaxValue;
            if (value == byte.MaxValue)
            {
                continue;
            }

            hold = (hold << 6) | value;
            bits += 6;
            if (bits >= 8)
            {
                bits -= 8;
                bytes[length++] = (byte)(hold >> bits);
            }
        }

        return length == bytes.Length ? bytes : bytes[..length];
    }

    private static byte[] MakeSixBits()
    {
        var table = new byte[128];
        Array.Fill(table, byte.MaxValue);
        for (var i = 0; i < 26; i++)
        {
            table['A' + i] = (byte)i;
            table['a' + i] = (byte)(26 + i);
        }

        for (var i = 0; i < 10; i++)
        {
            table['0' + i] = (byte)(52 + i);
        }

        table['+'] = table['-'] = 62;
        table['/'] = table['_'] = 63;
        return table;
    }
}
