namespace PureEdge.Metering.Calls;

/// <summary>Numbers from text of any length.</summary>
[Replaces(typeof(ulong))]
internal static class UInt64Calls
{
    public static bool TryParse<B>(string? text, out ulong value)
        where B : struct
    {
        TextCost.ParseNumber<B>(text);
        return ulong.TryParse(text, out value);
    }
}
