namespace PureEdge.Metering.Calls;

/// <summary>Dictionaries. A lookup is constant: keys of scripts are strings with a random seed per process, objects by identity, numbers.</summary>
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
        ArrayCost.GrowTable<K, V, B>(map.Count, map.Capacity);
        map.Add(key, value);
    }

    public static bool TryAdd<K, V, B>(Dictionary<K, V> map, K key, V value)
        where K : notnull
        where B : struct
    {
        ArrayCost.GrowTable<K, V, B>(map, key);
        return map.TryAdd(key, value);
    }

    public static void set_Item<K, V, B>(Dictionary<K, V> map, K key, V value)
        where K : notnull
        where B : struct
    {
        ArrayCost.GrowTable<K, V, B>(map, key);
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
