using System.Buffers;
using System.Text;

namespace PureEdge.Engine.WebApi.Url;

/// <summary>application/x-www-form-urlencoded.</summary>
/// <remarks>https://url.spec.whatwg.org/#application/x-www-form-urlencoded</remarks>
internal static class FormUrlEncoded
{
    private static readonly SearchValues<char> Kept =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._");

    /// <summary>Parses a string, which need not be well-formed UTF-16.</summary>
    public static void Parse(ReadOnlySpan<char> input, List<KeyValuePair<string, string>> output)
    {
        foreach (var range in input.Split('&'))
        {
            var sequence = input[range];
            if (sequence.IsEmpty)
            {
                continue;
            }

            var equals = sequence.IndexOf('=');
            var name = equals < 0 ? sequence : sequence[..equals];
            var value = equals < 0 ? [] : sequence[(equals + 1)..];
            output.Add(new(PercentEncoding.Decode(name, plusIsSpace: true), PercentEncoding.Decode(value, plusIsSpace: true)));
        }
    }

    /// <summary>How many characters <see cref="Serialize"/> gives; all strings are well-formed.</summary>
    public static long LengthOf(List<KeyValuePair<string, string>> tuples)
    {
        var length = tuples.Count * 2L;
        foreach (var (name, value) in tuples)
        {
            length += LengthOf(name) + LengthOf(value);
        }

        return Math.Max(length - 1, 0);
    }

    public static string Serialize(List<KeyValuePair<string, string>> tuples)
    {
        if (tuples.Count == 0)
        {
            return "";
        }

        var output = new CharBuffer((int)LengthOf(tuples));
        foreach (var (name, value) in tuples)
        {
            if (output.Length > 0)
            {
                output.Append('&');
            }

            Append(ref output, name);
            output.Append('=');
            Append(ref output, value);
        }

        var text = output.ToString();
        output.Dispose();
        return text;
    }

    private static long LengthOf(ReadOnlySpan<char> text)
    {
        var length = 0L;
        foreach (var c in text)
        {
            // Three characters for each byte of UTF-8; half of a surrogate pair has two.
            length += c == ' ' || Kept.Contains(c) ? 1 : c < 0x80 ? 3 : c < 0x800 || char.IsSurrogate(c) ? 6 : 9;
        }

        return length;
    }

    private static void Append(ref CharBuffer output, ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[4];
        while (true)
        {
            var next = text.IndexOfAnyExcept(Kept);
            if (next < 0)
            {
                output.Append(text);
                return;
            }

            output.Append(text[..next]);
            text = text[next..];
            if (text[0] == ' ')
            {
                output.Append('+');
                text = text[1..];
                continue;
            }

            Rune.DecodeFromUtf16(text, out var rune, out var consumed);
            text = text[consumed..];
            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                PercentEncoding.AppendByte(ref output, value);
            }
        }
    }
}
