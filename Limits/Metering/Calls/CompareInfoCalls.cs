using System.Globalization;

namespace PureEdge.Metering.Calls;

/// <summary>Comparing text by a culture's rules.</summary>
[Replaces(typeof(CompareInfo))]
internal static class CompareInfoCalls
{
    public static int Compare<B>(CompareInfo info, string? a, string? b, CompareOptions options)
        where B : struct
    {
        TextCost.Collate<B>(TextCost.Length(a) + TextCost.Length(b));
        return info.Compare(a, b, options);
    }

    public static int Compare<B>(CompareInfo info, string? a, int from, int count, string? b, int fromB, int countB, CompareOptions options)
        where B : struct
    {
        TextCost.Collate<B>((long)count + countB);
        return info.Compare(a, from, count, b, fromB, countB, options);
    }
}
