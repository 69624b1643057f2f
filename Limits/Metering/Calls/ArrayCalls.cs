namespace PureEdge.Metering.Calls;

/// <summary>Arrays of any length. Sorting calls comparers that are metered themselves; the moves between are charged here.</summary>
[Replaces(typeof(Array))]
internal static class ArrayCalls
{
    public static void Clear<B>(Array a, int from, int count)
        where B : struct
    {
        ArrayCost.Copy<nint, B>(count);
        Array.Clear(a, from, count);
    }

    public static void Copy<B>(Array from, Array to, int count)
        where B : struct
    {
        ArrayCost.Copy<nint, B>(count);
        Array.Copy(from, to, count);
    }

    public static void Copy<B>(Array from, Array to, long count)
        where B : struct
    {
        ArrayCost.Copy<nint, B>(count);
        Array.Copy(from, to, count);
    }

    public static void Copy<B>(Array from, int at, Array to, int toAt, int count)
        where B : struct
    {
        ArrayCost.Copy<nint, B>(count);
        Array.Copy(from, at, to, toAt, count);
    }

    public static void Copy<B>(Array from, long at, Array to, long toAt, long count)
        where B : struct
    {
        ArrayCost.Copy<nint, B>(count);
        Array.Copy(from, at, to, toAt, count);
    }

    public static void CopyTo<B>(Array from, Array to, int at)
        where B : struct
    {
        ArrayCost.Copy<nint, B>(from.Length);
        from.CopyTo(to, at);
    }

    public static object Clone<B>(Array a)
        where B : struct
    {
        ArrayCost.Make<object, B>(a.Length);
        return a.Clone();
    }

    public static Array CreateInstance<B>(Type type, int length)
        where B : struct
    {
        ArrayCost.Make<object, B>(length);
        return Array.CreateInstance(type, length);
    }

    public static void Resize<T, B>(ref T[]? a, int length)
        where B : struct
    {
        ArrayCost.Make<T, B>(length);
        Array.Resize(ref a, length);
    }

    public static void Reverse<T, B>(T[] a)
        where B : struct
    {
        ArrayCost.Copy<T, B>(a.Length);
        Array.Reverse(a);
    }

    public static void Reverse<T, B>(T[] a, int from, int count)
        where B : struct
    {
        ArrayCost.Copy<T, B>(count);
        Array.Reverse(a, from, count);
    }

    public static int IndexOf<T, B>(T[] a, T value)
        where B : struct
    {
        var at = Array.IndexOf(a, value);
        ArrayCost.Find<B>(at < 0 ? a.Length : at);
        return at;
    }

    public static int IndexOf<T, B>(T[] a, T value, int from, int count)
        where B : struct
    {
        var at = Array.IndexOf(a, value, from, count);
        ArrayCost.Find<B>(at < 0 ? count : at - from);
        return at;
    }

    public static void Sort<T, B>(T[] a)
        where B : struct
    {
        ArrayCost.Sort<B>(a.Length);
        Array.Sort(a);
    }

    public static void Sort<T, B>(T[] a, IComparer<T>? comparer)
        where B : struct
    {
        ArrayCost.Sort<B>(a.Length);
        Array.Sort(a, comparer);
    }

    public static void Sort<T, B>(T[] a, Comparison<T> comparison)
        where B : struct
    {
        ArrayCost.Sort<B>(a.Length);
        Array.Sort(a, comparison);
    }

    public static void Sort<T, B>(T[] a, int from, int count, IComparer<T>? comparer)
        where B : struct
    {
        ArrayCost.Sort<B>(count);
        Array.Sort(a, from, count, comparer);
    }

    public static bool Exists<T, B>(T[] a, Predicate<T> match)
        where B : struct
    {
        ArrayCost.Find<B>(a.Length);
        return Array.Exists(a, match);
    }

    public static bool TrueForAll<T, B>(T[] a, Predicate<T> match)
        where B : struct
    {
        ArrayCost.Find<B>(a.Length);
        return Array.TrueForAll(a, match);
    }

    public static TOut[] ConvertAll<TIn, TOut, B>(TIn[] a, Converter<TIn, TOut> converter)
        where B : struct
    {
        ArrayCost.Make<TOut, B>(a.Length);
        return Array.ConvertAll(a, converter);
    }
}
