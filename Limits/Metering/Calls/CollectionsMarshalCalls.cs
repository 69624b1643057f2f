using System.Runtime.InteropServices;

namespace PureEdge.Metering.Calls;

/// <summary>Lists that are filled in place.</summary>
[Replaces(typeof(CollectionsMarshal))]
internal static class CollectionsMarshalCalls
{
    public static void SetCount<T, B>(List<T> list, int count)
        where B : struct
    {
        ArrayCost.Make<T, B>(count > list.Capacity ? count : 0);
        CollectionsMarshal.SetCount(list, count);
    }
}
