using System.Numerics;
using System.Runtime.CompilerServices;

namespace PureEdge.Metering.Calls;

/// <summary>What work on arrays and tables costs, by the number of elements.</summary>
internal static class ArrayCost
{
    // Growing by a few elements is part of the call.
    private const int Small = 256;

    /// <summary>Bytes of an entry of a hash table beside key and value.</summary>
    private const int TableOverhead = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy<T, B>(long count)
        where B : struct
    {
        if (count > 64)
        {
            Meter.Work<B>(count * Unsafe.SizeOf<T>() >> 6);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Make<T, B>(long count)
        where B : struct
    {
        if (count > 16)
        {
            Bytes<T, B>(count * Unsafe.SizeOf<T>());
        }
    }

    /// <summary>A search that compares element by element, perhaps through a comparer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Find<B>(int count)
        where B : struct
    {
        if (count > 64)
        {
            Meter.Work<B>(count >> 2);
        }
    }

    public static void Sort<B>(int count)
        where B : struct
    {
        if (count > 16)
        {
            Meter.Work<B>((long)count * BitOperations.Log2((uint)count));
        }
    }

    /// <summary>An element is about to be added. Growing is never billed: how much room there is depends on what was pooled before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Grow<T>(List<T> list) => GrowTo<T>(list.Count, list.Capacity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GrowTo<T>(int count, int capacity)
    {
        if (count == capacity && count >= Small)
        {
            Bytes<T, Unbilled>(2L * count * Unsafe.SizeOf<T>());
        }
    }

    public static void MakeTable<K, V, B>(long count)
        where B : struct
    {
        if (count > 16)
        {
            Bytes<(K, V), B>(count * (Unsafe.SizeOf<K>() + Unsafe.SizeOf<V>() + TableOverhead));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GrowTable<K, V>(int count, int capacity)
    {
        if (count == capacity && count >= Small)
        {
            MakeTable<K, V, Unbilled>(2L * count);
        }
    }

    /// <summary>A key is about to be set: only a new one makes the table grow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GrowTable<K, V>(Dictionary<K, V> map, K key)
        where K : notnull
    {
        if (map.Count >= Small && map.Count == map.Capacity && !map.ContainsKey(key))
        {
            MakeTable<K, V, Unbilled>(2L * map.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GrowTable<T>(HashSet<T> set, T item)
    {
        if (set.Count >= Small && set.Count == set.Capacity && !set.Contains(item))
        {
            MakeTable<T, int, Unbilled>(2L * set.Count);
        }
    }

    public static void CopyTable<K, V, B>(long count)
        where B : struct
    {
        if (count > 64)
        {
            Meter.Work<B>(count * (Unsafe.SizeOf<K>() + Unsafe.SizeOf<V>() + TableOverhead) >> 6);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Bytes<T, B>(long bytes)
        where B : struct
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            Meter.References<B>(bytes);
        }
        else
        {
            Meter.Bytes<B>(bytes);
        }
    }

    /// <summary>How many elements a sequence has, as far as it says so; what it makes one by one is charged where it makes it.</summary>
    public static int Count<T>(IEnumerable<T> items) => items.TryGetNonEnumeratedCount(out var count) ? count : 0;
}
