using System.Runtime.InteropServices;

namespace PureEdge.Metering.Calls;

/// <summary>Lists. Adding doubles the array now and then: that counts for safety when it happens.</summary>
[Replaces(typeof(List<>))]
internal static class ListCalls
{
    public static List<T> New<T, B>(int capacity)
        where B : struct
    {
        ArrayCost.Make<T, B>(capacity);
        return new List<T>(capacity);
    }

    public static List<T> New<T, B>(IEnumerable<T> items)
        where B : struct
    {
        ArrayCost.Make<T, B>(ArrayCost.Count(items));
        return new List<T>(items);
    }

    public static void Add<T, B>(List<T> list, T item)
        where B : struct
    {
        ArrayCost.Grow<T>(list);
        list.Add(item);
    }

    public static void AddRange<T, B>(List<T> list, IEnumerable<T> items)
        where B : struct
    {
        ArrayCost.Make<T, B>(ArrayCost.Count(items) + list.Count);
        list.AddRange(items);
    }

    public static void Clear<T, B>(List<T> list)
        where B : struct
    {
        ArrayCost.Copy<T, B>(list.Count);
        list.Clear();
    }

    public static bool Contains<T, B>(List<T> list, T item)
        where B : struct
    {
        return IndexOf<T, B>(list, item) >= 0;
    }

    public static void CopyTo<T, B>(List<T> list, T[] to)
        where B : struct
    {
        ArrayCost.Copy<T, B>(list.Count);
        list.CopyTo(to);
    }

    public static int FindIndex<T, B>(List<T> list, Predicate<T> match)
        where B : struct
    {
        ArrayCost.Find<B>(list.Count);
        return list.FindIndex(match);
    }

    public static List<T> GetRange<T, B>(List<T> list, int from, int count)
        where B : struct
    {
        ArrayCost.Make<T, B>(count);
        return list.GetRange(from, count);
    }

    public static int IndexOf<T, B>(List<T> list, T item)
        where B : struct
    {
        var at = list.IndexOf(item);
        ArrayCost.Find<B>(at < 0 ? list.Count : at);
        return at;
    }

    public static void Insert<T, B>(List<T> list, int at, T item)
        where B : struct
    {
        ArrayCost.Grow<T>(list);
        ArrayCost.Copy<T, B>(list.Count - at);
        list.Insert(at, item);
    }

    public static void InsertRange<T, B>(List<T> list, int at, IEnumerable<T> items)
        where B : struct
    {
        ArrayCost.Make<T, B>(ArrayCost.Count(items) + list.Count);
        list.InsertRange(at, items);
    }

    public static bool Remove<T, B>(List<T> list, T item)
        where B : struct
    {
        ArrayCost.Find<B>(list.Count);
        return list.Remove(item);
    }

    public static int RemoveAll<T, B>(List<T> list, Predicate<T> match)
        where B : struct
    {
        ArrayCost.Find<B>(list.Count);
        return list.RemoveAll(match);
    }

    public static void RemoveAt<T, B>(List<T> list, int at)
        where B : struct
    {
        ArrayCost.Copy<T, B>(list.Count - at);
        list.RemoveAt(at);
    }

    public static void RemoveRange<T, B>(List<T> list, int at, int count)
        where B : struct
    {
        ArrayCost.Copy<T, B>(list.Count - at);
        list.RemoveRange(at, count);
    }

    public static void Reverse<T, B>(List<T> list)
        where B : struct
    {
        ArrayCost.Copy<T, B>(list.Count);
        list.Reverse();
    }

    public static void Sort<T, B>(List<T> list)
        where B : struct
    {
        ArrayCost.Sort<B>(list.Count);
        list.Sort();
    }

    public static void Sort<T, B>(List<T> list, IComparer<T>? comparer)
        where B : struct
    {
        ArrayCost.Sort<B>(list.Count);
        list.Sort(comparer);
    }

    public static void Sort<T, B>(List<T> list, Comparison<T> comparison)
        where B : struct
    {
        ArrayCost.Sort<B>(list.Count);
        list.Sort(comparison);
    }

    public static T[] ToArray<T, B>(List<T> list)
        where B : struct
    {
        ArrayCost.Make<T, B>(list.Count);
        return list.ToArray();
    }

    public static void set_Capacity<T, B>(List<T> list, int capacity)
        where B : struct
    {
        ArrayCost.Make<T, B>(capacity);
        list.Capacity = capacity;
    }

    public static int EnsureCapacity<T, B>(List<T> list, int capacity)
        where B : struct
    {
        ArrayCost.Make<T, Unbilled>(capacity > list.Capacity ? capacity : 0);
        return list.EnsureCapacity(capacity);
    }
}
