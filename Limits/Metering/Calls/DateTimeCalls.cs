using System.Globalization;

namespace PureEdge.Metering.Calls;

/// <summary>Numbers from text of any length.</summary>
[Replaces(typeof(DateTime))]
internal static class DateTimeCalls
{
    public static bool TryParse<B>(string? text, IFormatProvider? provider, DateTimeStyles style, out DateTime value)
        where B : struct
    {
        TextCost.ParseNumber<B>(text);
        return DateTime.TryParse(text, provider, style, out value);
    }

    public static bool TryParseExact<B>(string? text, string?[]? formats, IFormatProvider? provider, DateTimeStyles style, out DateTime value)
        where B : struct
    {
        TextCost.ParseNumber<B>(text);
        return DateTime.TryParseExact(text, formats, provider, style, out value);
    }
}
