using System.Globalization;

namespace PureEdge.Engine.WebApi.Url;

/// <summary>An IPv6 address: eight pieces of sixteen bits.</summary>
/// <remarks>https://url.spec.whatwg.org/#concept-ipv6-parser</remarks>
internal readonly struct IPv6Address
{
    private readonly ushort[] _pieces;

    private IPv6Address(ushort[] pieces)
    {
        _pieces = pieces;
    }

    public static bool TryParse(ReadOnlySpan<char> input, out IPv6Address address)
    {
        var pieces = new ushort[8];
        address = new IPv6Address(pieces);
        var piece = 0;
        var compress = -1;
        var p = 0;
        if (input.StartsWith(':'))
        {
            if (!input.StartsWith("::"))
            {
                return false;
            }

            p = 2;
            compress = piece = 1;
        }

        while (p < input.Length)
        {
            if (piece == 8)
            {
                return false;
            }

            if (input[p] == ':')
            {
                if (compress >= 0)
                {
                    return false;
                }

                p++;
                compress = ++piece;
                continue;
            }

            int value = 0, length = 0;
            while (length < 4 && p < input.Length && char.IsAsciiHexDigit(input[p]))
            {
                value = (value * 16) + PercentEncoding.HexValue(input[p++]);
                length++;
            }

            if (p < input.Length && input[p] == '.')
            {
                if (length == 0 || piece > 6 || !TryParseIPv4(input[(p - length)..], pieces.AsSpan(piece, 2)))
                {
                    return false;
                }

                piece += 2;
                break;
            }

            if (p < input.Length && input[p] == ':')
            {
                if (++p == input.Length)
                {
                    return false;
                }
            }
            else if (p < input.Length)
            {
                return false;
            }

            pieces[piece++] = (ushort)value;
        }

        if (compress < 0)
        {
            return piece == 8;
        }

        // What came after "::" moves to the end.
        var swaps = piece - compress;
        for (piece = 7; piece != 0 && swaps > 0; piece--, swaps--)
        {
            (pieces[piece], pieces[compress + swaps - 1]) = (pieces[compress + swaps - 1], pieces[piece]);
        }

        return true;
    }

    public string Serialize()
    {
        var (compress, compressLength) = LongestZeros();
        var output = new CharBuffer(40);
        Span<char> hex = stackalloc char[4];
        for (var i = 0; i < 8; i++)
        {
            if (i == compress)
            {
                output.Append(i == 0 ? "::" : ":");
                i += compressLength - 1;
                continue;
            }

            _pieces[i].TryFormat(hex, out var length, "x", CultureInfo.InvariantCulture);
            output.Append(hex[..length]);
            if (i != 7)
            {
                output.Append(':');
            }
        }

        var text = output.ToString();
        output.Dispose();
        return text;
    }

    /// <summary>Four decimal numbers without leading zeros, up to the end.</summary>
    private static bool TryParseIPv4(ReadOnlySpan<char> input, Span<ushort> pieces)
    {
        var seen = 0;
        foreach (var range in input.Split('.'))
        {
            var part = input[range];
            if (seen == 4
                || part.Length is < 1 or > 3
                || part.IndexOfAnyExceptInRange('0', '9') >= 0
                || part is ['0', _, ..]
                || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                return false;
            }

            pieces[seen / 2] = (ushort)((pieces[seen / 2] << 8) | value);
            seen++;
        }

        return seen == 4;
    }

    /// <summary>The first longest run of at least two zero pieces.</summary>
    private (int Start, int Length) LongestZeros()
    {
        var (best, bestLength) = (-1, 1);
        for (var i = 0; i < 8; i++)
        {
            var start = i;
            while (i < 8 && _pieces[i] == 0)
            {
                i++;
            }

            if (i - start > bestLength)
            {
                (best, bestLength) = (start, i - start);
            }
        }

        return (best, bestLength);
    }
}
