using System.Text;

namespace PureEdge.Engine.WebApi.Url.Idna;

/// <summary>Punycode, for labels of bounded length: decoding inserts into an array, which is quadratic.</summary>
/// <remarks>https://www.rfc-editor.org/rfc/rfc3492</remarks>
internal static class Punycode
{
    private const int Base = 36, TMin = 1, TMax = 26, Skew = 38, Damp = 700, InitialBias = 72, InitialN = 128;

    /// <returns>The code points, or <see langword="null"/> when the text is no Punycode.</returns>
    public static List<int>? Decode(ReadOnlySpan<char> input)
    {
        var delimiter = input.LastIndexOf('-');
        var output = new List<int>(input.Length);
        foreach (var c in delimiter > 0 ? input[..delimiter] : [])
        {
            output.Add(c);
        }

        long n = InitialN, i = 0;
        var bias = InitialBias;
        for (var p = delimiter > 0 ? delimiter + 1 : delimiter == 0 ? 1 : 0; p < input.Length;)
        {
            var before = i;
            long weight = 1;
            for (var k = Base; ; k += Base)
            {
                if (p >= input.Length)
                {
                    return null;
                }

                var digit = Digit(input[p++]);
                if (digit < 0)
                {
                    return null;
                }

                i += digit * weight;
                if (i > int.MaxValue)
                {
                    return null;
                }

                var t = Threshold(k, bias);
                if (digit < t)
                {
                    break;
                }

                weight *= Base - t;
                if (weight > int.MaxValue)
                {
                    return null;
                }
            }

            bias = Adapt(i - before, output.Count + 1, before == 0);
            n += i / (output.Count + 1);
            i %= output.Count + 1;
            if (n > 0x10FFFF || n is >= 0xD800 and <= 0xDFFF)
            {
                return null;
            }

            output.Insert((int)i++, (int)n);
        }

        return output;
    }

    /// <summary>Appends the encoding of a label.</summary>
    /// <returns><see langword="false"/> on overflow.</returns>
    public static bool TryEncode(List<int> label, StringBuilder output)
    {
        var basic = 0;
        foreach (var c in label)
        {
            if (c < InitialN)
            {
                output.Append((char)c);
                basic++;
            }
        }

        if (basic > 0)
        {
            output.Append('-');
        }

        long n = InitialN, delta = 0;
        var bias = InitialBias;
        for (var handled = basic; handled < label.Count; n++, delta++)
        {
            var least = int.MaxValue;
            foreach (var c in label)
            {
                least = c >= n && c < least ? c : least;
            }

            delta += (least - n) * (handled + 1);
            if (delta > int.MaxValue)
            {
                return false;
            }

            n = least;
            foreach (var c in label)
            {
                if (c < n)
                {
                    delta++;
                }
                else if (c == n)
                {
                    AppendNumber(output, delta, bias);
                    bias = Adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
        }

        return true;
    }

    private static void AppendNumber(StringBuilder output, long number, int bias)
    {
        for (var k = Base; ; k += Base)
        {
            var t = Threshold(k, bias);
            if (number < t)
            {
                output.Append(ToDigit((int)number));
                return;
            }

            output.Append(ToDigit((int)(t + ((number - t) % (Base - t)))));
            number = (number - t) / (Base - t);
        }
    }

    private static int Threshold(int k, int bias) => Math.Clamp(k - bias, TMin, TMax);

    private static int Adapt(long delta, int count, bool isFirst)
    {
        delta = isFirst ? delta / Damp : delta / 2;
        delta += delta / count;
        var k = 0;
        for (; delta > (Base - TMin) * TMax / 2; k += Base)
        {
            delta /= Base - TMin;
        }

        return (int)(k + ((Base - TMin + 1) * delta / (delta + Skew)));
    }

    private static int Digit(char c) =>
        char.IsAsciiLetter(c) ? (c | 0x20) - 'a' : char.IsAsciiDigit(c) ? c - '0' + 26 : -1;

    private static char ToDigit(int value) => (char)(value < 26 ? value + 'a' : value - 26 + '0');
}
