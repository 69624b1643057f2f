using System.Buffers;

namespace PureEdge.Metering.Calls;

/// <summary>Rented buffers count as if they were made: the pool only keeps what somebody paid for.</summary>
[Replaces(typeof(ArrayPool<>))]
internal static class ArrayPoolCalls
{
    public static T[] Rent<T, B>(ArrayPool<T> pool, int length)
        where B : struct
    {
        ArrayCost.Make<T, B>(length);
        return pool.Rent(length);
    }

    public static void Return<T, B>(ArrayPool<T> pool, T[] array, bool clear)
        where B : struct
    {
        ArrayCost.Copy<T, B>(clear ? array.Length : 0);
        pool.Return(array, clear);
    }
}
