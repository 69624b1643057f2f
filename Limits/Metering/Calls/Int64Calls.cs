using System.Globalization;

namespace PureEdge.Metering.Calls;

/// <summary>Numbers from text of any length.</summary>
[Replaces(typeof(long))]
internal static class Int64Calls
{
    public static long Parse<B>(ReadOnlySpan<char> text, IFormatProvider? provider)
        where B : struct
    {
        TextCost.ParseNumber<B>(text);
        return long.Parse(text, provider);
    }

    public static bool TryParse<B>(ReadOnlySpan<char> text, NumberStyles style, IFormatProvider? provider, out long value)
        where B : struct
    {
        TextCost.ParseNumber<B>(text);
        return long.TryParse(text, style, provider, out value);
    }

    public static bool TryParse<B>(string? text, NumberStyles style, IFormatProvider? provider, out long value)
        where B : struct
    {
        TextCost.ParseNumber<B>(text);
        return long.TryParse(text, style, provider, out value);
    }
}
