namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>What a <c>data:</c> URL holds (https://fetch.spec.whatwg.org/#data-url-processor).</summary>
/// <param name="MimeType">Its type.</param>
/// <param name="Body">Its bytes.</param>
internal readonly record struct DataUrl(string MimeType, ReadOnlyMemory<byte> Body)
{
    private const string DefaultType = "text/plain;charset=US-ASCII";

    private static ReadOnlySpan<byte> Alphabet => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;

    /// <summary>Takes a serialised URL without fragment apart; <see langword="null"/> is failure.</summary>
    public static DataUrl? Parse(string url)
    {
        var rest = url.AsSpan("data:".Length);
        var comma = rest.IndexOf(',');
        if (comma < 0)
        {
            return null;
        }

        var type = rest[..comma].Trim(" \t\n\f\r");
        var body = PercentDecode(rest[(comma + 1)..]);
        if (type.EndsWith("base64", StringComparison.OrdinalIgnoreCase) && type[..^6].TrimEnd(' ') is [.. var before, ';'])
        {
            if (!TryDecodeBase64(body, out body))
            {
                return null;
            }

            type = before;
        }

        var text = type.StartsWith(";") ? $"text/plain{type}" : type.ToString();
        return new DataUrl(Fetch.MimeType.Parse(text)?.ToString() ?? DefaultType, body);
    }

    private static byte[] PercentDecode(ReadOnlySpan<char> text)
    {
        // A serialised URL is ASCII, so a character is a byte.
        var bytes = new byte[text.Length];
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes[count++] = byte.Parse(text.Slice(i + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null);
                i += 2;
            }
            else
            {
                bytes[count++] = (byte)text[i];
            }
        }

        return bytes[..count];
    }

    /// <summary>"Forgiving-base64 decode" (https://infra.spec.whatwg.org/#forgiving-base64-decode).</summary>
    private static bool TryDecodeBase64(byte[] input, out byte[] decoded)
    {
        decoded = [];
        var characters = new byte[input.Length];
        var count = 0;
        foreach (var c in input)
        {
            if (c is not ((byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r'))
            {
                characters[count++] = c;
            }
        }

        if (count % 4 == 0)
        {
            count -= characters.AsSpan(0, count).EndsWith("=="u8) ? 2 : characters.AsSpan(0, count).EndsWith("="u8) ? 1 : 0;
        }

        if (count % 4 == 1)
        {
            return false;
        }

        // The framework's decoder refuses bits behind the last byte, which the standard discards.
        var result = new byte[count * 6L / 8];
        var written = 0;
        var bits = 0;
        for (var i = 0; i < count; i++)
        {
            var digit = Alphabet.IndexOf(characters[i]);
            if (digit < 0)
            {
                return false;
            }

            bits = (bits << 6 | digit) & 0xFFFF;
            if (i % 4 != 0)
            {
                result[written++] = (byte)(bits >> (6 - 2 * (i % 4)));
            }
        }

        decoded = result;
        return true;
    }
}
