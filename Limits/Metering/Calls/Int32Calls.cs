using System.Globalization;

namespace PureEdge.Metering.Calls;

/// <summary>Numbers from text of any length.</summary>
[Replaces(typeof(int))]
internal static class Int32Calls
{
    public static int Parse<B>(ReadOnlySpan<char> text, NumberStyles style, IFormatProvider? provider)
        where B : struct
    {
        TextCost.ParseNumber<B>(text);

        // What asks expects a small number, such as that of a group of a pattern, and no exception: no group has one that large.
        return int.TryParse(text, style, provider, out var value) ? value
            : !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9') ? int.MaxValue
            : int.Parse(text, style, provider);
    }

    public static int Parse<B>(string text, IFormatProvider? provider)
        where B : struct
    {
        TextCost.ParseNumber<B>(text);
        return int.Parse(text, provider);
    }

    public static bool TryParse<B>(ReadOnlySpan<char> text, NumberStyles style, IFormatProvider? provider, out int value)
        where B : struct
    {
        TextCost.ParseNumber<B>(text);
        return int.TryParse(text, style, provider, out value);
    }

    public static bool TryParse<B>(string? text, NumberStyles style, IFormatProvider? provider, out int value)
        where B : struct
    {
        TextCost.ParseNumber<B>(text);
        return int.TryParse(text, style, provider, out value);
    }
}
