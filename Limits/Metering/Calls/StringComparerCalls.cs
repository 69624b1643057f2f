namespace PureEdge.Metering.Calls;

/// <summary>Comparers of text.</summary>
[Replaces(typeof(StringComparer))]
internal static class StringComparerCalls
{
    public static int Compare<B>(StringComparer comparer, string? a, string? b)
        where B : struct
    {
        TextCost.Scan<B>(Math.Min(a?.Length ?? 0, b?.Length ?? 0));
        return comparer.Compare(a, b);
    }

    public static bool Equals<B>(StringComparer comparer, string? a, string? b)
        where B : struct
    {
        TextCost.Compare<B>(a, b);
        return comparer.Equals(a, b);
    }

    public static int GetHashCode<B>(StringComparer comparer, string text)
        where B : struct
    {
        TextCost.Scan<B>(text.Length);
        return comparer.GetHashCode(text);
    }
}
