namespace PureEdge.Metering.Calls;

/// <summary>Copying read-only spans.</summary>
[Replaces(typeof(ReadOnlySpan<>))]
internal static class ReadOnlySpanCalls
{
    public static void CopyTo<T, B>(ref ReadOnlySpan<T> s, Span<T> to)
        where B : struct
    {
        ArrayCost.Copy<T, B>(s.Length);
        s.CopyTo(to);
    }

    public static bool TryCopyTo<T, B>(ref ReadOnlySpan<T> s, Span<T> to)
        where B : struct
    {
        ArrayCost.Copy<T, B>(s.Length);
        return s.TryCopyTo(to);
    }

    public static T[] ToArray<T, B>(ref ReadOnlySpan<T> s)
        where B : struct
    {
        ArrayCost.Make<T, B>(s.Length);
        return s.ToArray();
    }

    public static string ToString<T, B>(ref ReadOnlySpan<T> s)
        where B : struct
    {
        ArrayCost.Make<T, B>(s.Length);
        return s.ToString();
    }
}
