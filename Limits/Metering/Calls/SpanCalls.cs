namespace PureEdge.Metering.Calls;

/// <summary>Copying and filling spans.</summary>
[Replaces(typeof(Span<>))]
internal static class SpanCalls
{
    public static void Clear<T, B>(ref Span<T> s)
        where B : struct
    {
        ArrayCost.Copy<T, B>(s.Length);
        s.Clear();
    }

    public static void Fill<T, B>(ref Span<T> s, T value)
        where B : struct
    {
        ArrayCost.Copy<T, B>(s.Length);
        s.Fill(value);
    }

    public static void CopyTo<T, B>(ref Span<T> s, Span<T> to)
        where B : struct
    {
        ArrayCost.Copy<T, B>(s.Length);
        s.CopyTo(to);
    }

    public static bool TryCopyTo<T, B>(ref Span<T> s, Span<T> to)
        where B : struct
    {
        ArrayCost.Copy<T, B>(s.Length);
        return s.TryCopyTo(to);
    }

    public static T[] ToArray<T, B>(ref Span<T> s)
        where B : struct
    {
        ArrayCost.Make<T, B>(s.Length);
        return s.ToArray();
    }

    public static string ToString<T, B>(ref Span<T> s)
        where B : struct
    {
        ArrayCost.Make<T, B>(s.Length);
        return s.ToString();
    }
}
