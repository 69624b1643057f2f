using System.Globalization;

namespace PureEdge.Engine.WebApi.Url;

/// <summary>IPv4 addresses as URLs write them: up to four numbers, decimal, octal or hexadecimal.</summary>
/// <remarks>https://url.spec.whatwg.org/#concept-ipv4-parser</remarks>
internal static class IPv4Address
{
    private const ulong TooLarge = 1UL << 32;

    /// <summary>The "ends in a number checker": whether a domain can only be an address.</summary>
    public static bool EndsInNumber(ReadOnlySpan<char> domain)
    {
        if (domain.EndsWith('.'))
        {
            domain = domain[..^1];
        }

        var last = domain[(domain.LastIndexOf('.') + 1)..];
        return last.Length > 0 && (last.IndexOfAnyExceptInRange('0', '9') < 0 || TryParseNumber(last, out _));
    }

    public static bool TryParse(ReadOnlySpan<char> input, out uint address)
    {
        address = 0;
        if (input.EndsWith('.'))
        {
            input = input[..^1];
        }

        Span<ulong> numbers = stackalloc ulong[4];
        var count = 0;
        foreach (var range in input.Split('.'))
        {
            if (count == 4 || !TryParseNumber(input[range], out numbers[count]))
            {
                return false;
            }

            count++;
        }

        var last = numbers[count - 1];
        if (last >= 1UL << (8 * (5 - count)))
        {
            return false;
        }

        for (var i = 0; i < count - 1; i++)
        {
            if (numbers[i] > 255)
            {
                return false;
            }

            last += numbers[i] << (8 * (3 - i));
        }

        address = (uint)last;
        return true;
    }

    public static string Serialize(uint address) => string.Create(
        CultureInfo.InvariantCulture, $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}");

    /// <summary>The IPv4 number parser. What does not fit in 32 bits is given as a number that does not either.</summary>
    private static bool TryParseNumber(ReadOnlySpan<char> input, out ulong number)
    {
        number = 0;
        if (input.IsEmpty)
        {
            return false;
        }

        var radix = 10u;
        if (input is ['0', 'x' or 'X', ..])
        {
            radix = 16;
            input = input[2..];
        }
        else if (input is ['0', _, ..])
        {
            radix = 8;
            input = input[1..];
        }

        foreach (var c in input)
        {
            if (!char.IsAsciiHexDigit(c) || PercentEncoding.HexValue(c) >= radix)
            {
                return false;
            }

            number = Math.Min((number * radix) + (uint)PercentEncoding.HexValue(c), TooLarge);
        }

        return true;
    }
}
