namespace PureEdge.Metering.Calls;

/// <summary>Dictionaries. A look-up counts the keys of the same hash where it compares them (KeyComparisons of the weaver).</summary>
[Replaces(typeof(Dictionary<,>))]
internal static class DictionaryCalls
{
    public static Dictionary<K, V> New<K, V, B>(int capacity)
        where K : notnull
        where B : struct
    {
        ArrayCost.MakeTable<K, V, B>(capacity);
        return new Dictionary<K, V>(capacity);
    }

    public static Dictionary<K, V> New<K, V, B>(int capacity, IEqualityComparer<K>? comparer)
        where K : notnull
        where B : struct
    {
        ArrayCost.MakeTable<K, V, B>(capacity);
        return new Dictionary<K, V>(capacity, comparer);
    }

    public static Dictionary<K, V> New<K, V, B>(IDictionary<K, V> items)
        where K : notnull
        where B : struct
    {
        ArrayCost.MakeTable<K, V, B>(items.Count);
        return new Dictionary<K, V>(items);
    }

    public static void Add<K, V, B>(Dictionary<K, V> map, K key, V value)
        where K : notnull
        where B : struct
    {
        ArrayCost.GrowTable<K, V>(map.Count, map.Capacity);
        map.Add(key, value);
    }

    public static bool TryAdd<K, V, B>(Dictionary<K, V> map, K key, V value)
        where K : notnull
        where B : struct
    {
        ArrayCost.GrowTable<K, V>(map, key);
        return map.TryAdd(key, value);
    }

    public static void set_Item<K, V, B>(Dictionary<K, V> map, K key, V value)
        where K : notnull
        where B : struct
    {
        ArrayCost.GrowTable<K, V>(map, key);
        map[key] = value;
    }

    public static void Clear<K, V, B>(Dictionary<K, V> map)
        where K : notnull
        where B : struct
    {
        ArrayCost.CopyTable<K, V, B>(map.Count);
        map.Clear();
    }
}
