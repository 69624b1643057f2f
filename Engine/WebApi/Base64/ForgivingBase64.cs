using System.Buffers;

namespace PureEdge.Engine.WebApi.Base64;

/// <summary>Base64 that forgives whitespace, missing padding and stray bits at the end.</summary>
/// <remarks>https://infra.spec.whatwg.org/#forgiving-base64</remarks>
internal static class ForgivingBase64
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    /// <summary>Decodes characters.</summary>
    /// <returns><see langword="null"/> for failure.</returns>
    public static byte[]? Decode(ReadOnlySpan<char> data)
    {
        data = RemoveWhitespace(data);
        if (data.Length % 4 == 0)
        {
            data = data.EndsWith("==") ? data[..^2] : data.EndsWith('=') ? data[..^1] : data;
        }

        if (data.Length % 4 == 1 || data.IndexOfAnyExcept(Alphabet) >= 0)
        {
            return null;
        }

        var whole = data[..(data.Length & ~3)];
        var rest = data[whole.Length..];
        var output = new byte[(whole.Length / 4 * 3) + Math.Max(rest.Length - 1, 0)];
        // Only whole groups go to .NET, which refuses stray bits in the last one.
        Convert.TryFromBase64Chars(whole, output, out var written);
        if (rest.Length > 0)
        {
            var bits = (Value(rest[0]) << 18) | (Value(rest[1]) << 12) | (rest.Length > 2 ? Value(rest[2]) << 6 : 0);
            output[written] = (byte)(bits >> 16);
            if (rest.Length > 2)
            {
                output[written + 1] = (byte)(bits >> 8);
            }
        }

        return output;
    }

    private static ReadOnlySpan<char> RemoveWhitespace(ReadOnlySpan<char> data)
    {
        if (data.IndexOfAny("\t\n\f\r ") < 0)
        {
            return data;
        }

        var kept = new char[data.Length];
        var length = 0;
        foreach (var c in data)
        {
            if (c is not ('\t' or '\n' or '\f' or '\r' or ' '))
            {
                kept[length++] = c;
            }
        }

        return kept.AsSpan(0, length);
    }

    private static int Value(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        _ => 63,
    };
}
