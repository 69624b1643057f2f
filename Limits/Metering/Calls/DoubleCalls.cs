using System.Globalization;

namespace PureEdge.Metering.Calls;

/// <summary>Numbers from text of any length.</summary>
[Replaces(typeof(double))]
internal static class DoubleCalls
{
    public static bool TryParse<B>(string? text, NumberStyles style, IFormatProvider? provider, out double value)
        where B : struct
    {
        TextCost.ParseNumber<B>(text);
        return double.TryParse(text, style, provider, out value);
    }
}
