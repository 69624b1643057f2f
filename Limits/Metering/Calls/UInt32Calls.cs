namespace PureEdge.Metering.Calls;

/// <summary>Numbers from text of any length.</summary>
[Replaces(typeof(uint))]
internal static class UInt32Calls
{
    public static bool TryParse<B>(string? text, out uint value)
        where B : struct
    {
        TextCost.ParseNumber<B>(text);
        return uint.TryParse(text, out value);
    }
}
