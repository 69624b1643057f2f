namespace PureEdge.Metering.Calls;

/// <summary>Lists behind an interface.</summary>
[Replaces(typeof(IList<>))]
internal static class ListInterfaceCalls
{
    public static int IndexOf<T, B>(IList<T> items, T item)
        where B : struct
    {
        ArrayCost.Find<B>(items.Count);
        return items.IndexOf(item);
    }

    public static void RemoveAt<T, B>(IList<T> items, int at)
        where B : struct
    {
        ArrayCost.Copy<T, B>(items.Count - at);
        items.RemoveAt(at);
    }
}
