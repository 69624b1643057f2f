using System.Buffers;

namespace PureEdge.Metering.Calls;

/// <summary>
/// Rented buffers count as if they were made. Large ones are made: the pool of the process would keep what a script made it hold, for
/// everybody and for minutes, long after the script has ended.
/// </summary>
[Replaces(typeof(ArrayPool<>))]
internal static class ArrayPoolCalls
{
    // Buffers of honest code are smaller; one size class of the pool keeps some dozens of them.
    private const int MostPooled = 16 << 10;

    public static T[] Rent<T, B>(ArrayPool<T> pool, int length)
        where B : struct
    {
        ArrayCost.Make<T, B>(length);
        return length > MostPooled ? new T[length] : pool.Rent(length);
    }

    public static void Return<T, B>(ArrayPool<T> pool, T[] array, bool clear)
        where B : struct
    {
        ArrayCost.Copy<T, B>(clear ? array.Length : 0);
        if (array.Length <= MostPooled)
        {
            pool.Return(array, clear);
        }
    }
}
