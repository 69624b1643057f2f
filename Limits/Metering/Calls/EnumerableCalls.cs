namespace PureEdge.Metering.Calls;

/// <summary>
/// Queries that copy what they are given; what they ask of it is charged where it is made. A sequence that does not say how long it is is collected here:
/// the class library collects it in parts that it rents from the pool of the process, which keeps them (<see cref="ArrayPoolCalls"/>).
/// </summary>
[Replaces(typeof(Enumerable))]
internal static class EnumerableCalls
{
    public static T[] ToArray<T, B>(IEnumerable<T> items)
        where B : struct
    {
        ArrayCost.Make<T, B>(ArrayCost.Count(items));
        return Collected(items).ToArray();
    }

    public static List<T> ToList<T, B>(IEnumerable<T> items)
        where B : struct
    {
        ArrayCost.Make<T, B>(ArrayCost.Count(items));
        return Collected(items).ToList();
    }

    public static IEnumerable<T> Reverse<T, B>(IEnumerable<T> items)
        where B : struct
    {
        ArrayCost.Make<T, B>(ArrayCost.Count(items));
        return Collected(items).Reverse();
    }

    public static IOrderedEnumerable<T> OrderBy<T, K, B>(IEnumerable<T> items, Func<T, K> key, IComparer<K>? comparer)
        where B : struct
    {
        ArrayCost.Sort<B>(ArrayCost.Count(items));
        return Collected(items).OrderBy(key, comparer);
    }

    private static IEnumerable<T> Collected<T>(IEnumerable<T> items)
    {
        if (items.TryGetNonEnumeratedCount(out _))
        {
            return items;
        }

        var list = new List<T>();
        foreach (var item in items)
        {
            ArrayCost.Grow(list);
            list.Add(item);
        }

        return list;
    }
}
