using System.Buffers;
using System.Text;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Url;

/// <summary>A percent-encode set of the URL standard: the ASCII characters that it encodes; all others are always encoded.</summary>
/// <remarks>Immutable. https://url.spec.whatwg.org/#percent-encoded-bytes</remarks>
internal sealed class PercentEncodeSet
{
    public static readonly PercentEncodeSet C0Control = new("");
    public static readonly PercentEncodeSet Fragment = new(" \"<>`");
    public static readonly PercentEncodeSet Query = new(" \"#<>");
    public static readonly PercentEncodeSet SpecialQuery = new(" \"#<>'");
    public static readonly PercentEncodeSet Path = new(" \"#<>?^`{}");
    public static readonly PercentEncodeSet UserInfo = new(" \"#<>?^`{}/:;=@[\\]|");

    private PercentEncodeSet(string encoded)
    {
        var kept = new StringBuilder();
        for (var c = ' '; c < '\u007f'; c++)
        {
            if (!encoded.Contains(c, StringComparison.Ordinal))
            {
                kept.Append(c);
            }
        }

        Kept = SearchValues.Create(kept.ToString());
    }

    /// <summary>The characters that stay as they are.</summary>
    public SearchValues<char> Kept { get; }
}

/// <summary>Percent-encoding and -decoding, always with UTF-8.</summary>
/// <remarks>https://url.spec.whatwg.org/#percent-encoded-bytes</remarks>
internal static class PercentEncoding
{
    private const string HexDigits = "0123456789ABCDEF";

    /// <summary>UTF-8 percent-encodes a string. A lone surrogate counts as U+FFFD.</summary>
    public static string Encode(ReadOnlySpan<char> text, PercentEncodeSet set)
    {
        if (text.IndexOfAnyExcept(set.Kept) < 0)
        {
            return text.ToString();
        }

        var output = new CharBuffer(text.Length + 16);
        Append(ref output, text, set);
        var encoded = output.ToString();
        output.Dispose();
        return encoded;
    }

    /// <summary>Appends the UTF-8 percent-encoding of a string.</summary>
    public static void Append(ref CharBuffer output, ReadOnlySpan<char> text, PercentEncodeSet set)
    {
        Span<byte> bytes = stackalloc byte[4];
        while (true)
        {
            var next = text.IndexOfAnyExcept(set.Kept);
            if (next < 0)
            {
                output.Append(text);
                return;
            }

            output.Append(text[..next]);
            text = text[next..];
            Rune.DecodeFromUtf16(text, out var rune, out var consumed);
            text = text[consumed..];
            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                AppendByte(ref output, value);
            }
        }
    }

    public static void AppendByte(ref CharBuffer output, byte value) =>
        output.Append(['%', HexDigits[value >> 4], HexDigits[value & 15]]);

    /// <summary>Percent-decodes a string and decodes the bytes as UTF-8 without a byte order mark.</summary>
    /// <param name="plusIsSpace">As application/x-www-form-urlencoded asks: a plus sign is a space.</param>
    public static string Decode(ReadOnlySpan<char> text, bool plusIsSpace = false)
    {
        // Only what has an escape or a lone surrogate changes; ASCII without escapes is the common case.
        if (text.IndexOf('%') < 0 && !(plusIsSpace && text.Contains('+')) && Ascii.IsValid(text))
        {
            return text.ToString();
        }

        var rented = Scratch<byte>.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, rented);
            var written = 0;
            for (var i = 0; i < length; i++)
            {
                var value = rented[i];
                if (value == '%' && i + 2 < length && char.IsAsciiHexDigit((char)rented[i + 1]) && char.IsAsciiHexDigit((char)rented[i + 2]))
                {
                    value = (byte)((HexValue((char)rented[i + 1]) << 4) | HexValue((char)rented[i + 2]));
                    i += 2;
                }
                else if (plusIsSpace && value == '+')
                {
                    value = (byte)' ';
                }

                rented[written++] = value;
            }

            return Encoding.UTF8.GetString(rented, 0, written);
        }
        finally
        {
            Scratch<byte>.Return(rented);
        }
    }

    public static int HexValue(char digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
