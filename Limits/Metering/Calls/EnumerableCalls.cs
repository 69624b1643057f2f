namespace PureEdge.Metering.Calls;

/// <summary>Queries that copy what they are given; what they ask of it is charged where it is made.</summary>
[Replaces(typeof(Enumerable))]
internal static class EnumerableCalls
{
    public static T[] ToArray<T, B>(IEnumerable<T> items)
        where B : struct
    {
        ArrayCost.Make<T, B>(ArrayCost.Count(items));
        return items.ToArray();
    }

    public static List<T> ToList<T, B>(IEnumerable<T> items)
        where B : struct
    {
        ArrayCost.Make<T, B>(ArrayCost.Count(items));
        return items.ToList();
    }

    public static IEnumerable<T> Reverse<T, B>(IEnumerable<T> items)
        where B : struct
    {
        ArrayCost.Make<T, B>(ArrayCost.Count(items));
        return items.Reverse();
    }

    public static IOrderedEnumerable<T> OrderBy<T, K, B>(IEnumerable<T> items, Func<T, K> key, IComparer<K>? comparer)
        where B : struct
    {
        ArrayCost.Sort<B>(ArrayCost.Count(items));
        return items.OrderBy(key, comparer);
    }
}
