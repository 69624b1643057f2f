namespace PureEdge.Metering.Calls;

/// <summary>Collections behind an interface.</summary>
[Replaces(typeof(ICollection<>))]
internal static class CollectionCalls
{
    public static bool Contains<T, B>(ICollection<T> items, T item)
        where B : struct
    {
        ArrayCost.Find<B>(items.Count);
        return items.Contains(item);
    }

    public static void CopyTo<T, B>(ICollection<T> items, T[] to, int at)
        where B : struct
    {
        ArrayCost.Copy<T, B>(items.Count);
        items.CopyTo(to, at);
    }
}
