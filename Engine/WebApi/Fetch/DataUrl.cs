using System.Text;
using PureEdge.Engine.WebApi.Base64;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>What a <c>data:</c> URL holds (https://fetch.spec.whatwg.org/#data-url-processor).</summary>
/// <param name="MimeType">Its type.</param>
/// <param name="Body">Its bytes.</param>
internal readonly record struct DataUrl(string MimeType, ReadOnlyMemory<byte> Body)
{
    private const string DefaultType = "text/plain;charset=US-ASCII";

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
            if (ForgivingBase64.Decode(Encoding.Latin1.GetString(body)) is not { } decoded)
            {
                return null;
            }

            type = before;
            body = decoded;
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
}
