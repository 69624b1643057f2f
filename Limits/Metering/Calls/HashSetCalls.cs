namespace PureEdge.Metering.Calls;

/// <summary>Sets.</summary>
[Replaces(typeof(HashSet<>))]
internal static class HashSetCalls
{
    public static HashSet<T> New<T, B>(IEnumerable<T> items)
        where B : struct
    {
        ArrayCost.MakeTable<T, int, B>(ArrayCost.Count(items));
        return new HashSet<T>(items);
    }

    public static HashSet<T> New<T, B>(IEnumerable<T> items, IEqualityComparer<T>? comparer)
        where B : struct
    {
        ArrayCost.MakeTable<T, int, B>(ArrayCost.Count(items));
        return new HashSet<T>(items, comparer);
    }

    public static bool Add<T, B>(HashSet<T> set, T item)
        where B : struct
    {
        ArrayCost.GrowTable<T>(set, item);
        return set.Add(item);
    }

    public static void Clear<T, B>(HashSet<T> set)
        where B : struct
    {
        ArrayCost.CopyTable<T, int, B>(set.Count);
        set.Clear();
    }

    public static void CopyTo<T, B>(HashSet<T> set, T[] to)
        where B : struct
    {
        ArrayCost.CopyTable<T, int, B>(set.Count);
        set.CopyTo(to);
    }

    public static void ExceptWith<T, B>(HashSet<T> set, IEnumerable<T> other)
        where B : struct
    {
        ArrayCost.CopyTable<T, int, B>(ArrayCost.Count(other));
        set.ExceptWith(other);
    }

    public static void IntersectWith<T, B>(HashSet<T> set, IEnumerable<T> other)
        where B : struct
    {
        ArrayCost.CopyTable<T, int, B>(set.Count + ArrayCost.Count(other));
        set.IntersectWith(other);
    }
}
