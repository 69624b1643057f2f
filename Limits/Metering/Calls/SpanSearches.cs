using System.Buffers;

namespace PureEdge.Metering.Calls;

/// <summary>Searching and comparing spans.</summary>
[Replaces(typeof(MemoryExtensions))]
internal static class SpanSearches
{
    public static bool ContainsAny<T, B>(ReadOnlySpan<T> s, T a, T b)
        where T : IEquatable<T>?
        where B : struct
    {
        return IndexOfAny<T, B>(s, a, b) >= 0;
    }

    public static bool ContainsAny<T, B>(ReadOnlySpan<T> s, SearchValues<T> values)
        where T : IEquatable<T>?
        where B : struct
    {
        return IndexOfAny<T, B>(s, values) >= 0;
    }

    public static bool ContainsAnyExceptInRange<T, B>(ReadOnlySpan<T> s, T low, T high)
        where T : IComparable<T>
        where B : struct
    {
        return IndexOfAnyExceptInRange<T, B>(s, low, high) >= 0;
    }

    public static bool ContainsAnyInRange<T, B>(ReadOnlySpan<T> s, T low, T high)
        where T : IComparable<T>
        where B : struct
    {
        return IndexOfAnyInRange<T, B>(s, low, high) >= 0;
    }

    public static bool StartsWith<T, B>(ReadOnlySpan<T> s, ReadOnlySpan<T> part)
        where T : IEquatable<T>?
        where B : struct
    {
        TextCost.Scan<B>(part.Length);
        return s.StartsWith(part);
    }

    public static bool StartsWith<B>(ReadOnlySpan<char> s, ReadOnlySpan<char> part, StringComparison comparison)
        where B : struct
    {
        TextCost.Scan<B>(part.Length);
        return s.StartsWith(part, comparison);
    }

    public static bool EndsWith<T, B>(ReadOnlySpan<T> s, ReadOnlySpan<T> part)
        where T : IEquatable<T>?
        where B : struct
    {
        TextCost.Scan<B>(part.Length);
        return s.EndsWith(part);
    }

    public static bool EndsWith<B>(ReadOnlySpan<char> s, ReadOnlySpan<char> part, StringComparison comparison)
        where B : struct
    {
        TextCost.Scan<B>(part.Length);
        return s.EndsWith(part, comparison);
    }

    public static bool Equals<B>(ReadOnlySpan<char> a, ReadOnlySpan<char> b, StringComparison comparison)
        where B : struct
    {
        TextCost.Scan<B>(a.Length);
        return a.Equals(b, comparison);
    }

    public static bool SequenceEqual<T, B>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : IEquatable<T>?
        where B : struct
    {
        TextCost.Scan<B>(a.Length);
        return a.SequenceEqual(b);
    }

    public static int IndexOf<T, B>(ReadOnlySpan<T> s, T value)
        where T : IEquatable<T>?
        where B : struct
    {
        var at = s.IndexOf(value);
        TextCost.Scan<B>(at < 0 ? s.Length : at);
        return at;
    }

    public static int IndexOf<T, B>(ReadOnlySpan<T> s, ReadOnlySpan<T> part)
        where T : IEquatable<T>?
        where B : struct
    {
        return TextSearch.IndexOf<T, B>(s, part);
    }

    public static int LastIndexOf<T, B>(ReadOnlySpan<T> s, T value)
        where T : IEquatable<T>?
        where B : struct
    {
        var at = s.LastIndexOf(value);
        TextCost.Scan<B>(s.Length - at);
        return at;
    }

    public static int LastIndexOf<T, B>(ReadOnlySpan<T> s, ReadOnlySpan<T> part)
        where T : IEquatable<T>?
        where B : struct
    {
        TextCost.Find<B>(s.Length, part.Length);
        return s.LastIndexOf(part);
    }

    public static int IndexOfAny<T, B>(ReadOnlySpan<T> s, T a, T b)
        where T : IEquatable<T>?
        where B : struct
    {
        var at = s.IndexOfAny(a, b);
        TextCost.Scan<B>(at < 0 ? s.Length : at);
        return at;
    }

    public static int IndexOfAny<T, B>(ReadOnlySpan<T> s, SearchValues<T> values)
        where T : IEquatable<T>?
        where B : struct
    {
        var at = s.IndexOfAny(values);
        TextCost.Scan<B>(at < 0 ? s.Length : at);
        return at;
    }

    public static int IndexOfAnyExcept<T, B>(ReadOnlySpan<T> s, SearchValues<T> values)
        where T : IEquatable<T>?
        where B : struct
    {
        var at = s.IndexOfAnyExcept(values);
        TextCost.Scan<B>(at < 0 ? s.Length : at);
        return at;
    }

    public static int IndexOfAnyExceptInRange<T, B>(ReadOnlySpan<T> s, T low, T high)
        where T : IComparable<T>
        where B : struct
    {
        var at = s.IndexOfAnyExceptInRange(low, high);
        TextCost.Scan<B>(at < 0 ? s.Length : at);
        return at;
    }

    public static int IndexOfAnyInRange<T, B>(ReadOnlySpan<T> s, T low, T high)
        where T : IComparable<T>
        where B : struct
    {
        var at = s.IndexOfAnyInRange(low, high);
        TextCost.Scan<B>(at < 0 ? s.Length : at);
        return at;
    }

    public static ReadOnlySpan<char> Trim<B>(ReadOnlySpan<char> s)
        where B : struct
    {
        TextCost.Scan<B>(s.Length);
        return s.Trim();
    }

    public static ReadOnlySpan<char> TrimEnd<B>(ReadOnlySpan<char> s)
        where B : struct
    {
        TextCost.Scan<B>(s.Length);
        return s.TrimEnd();
    }

    public static void Reverse<T, B>(Span<T> s)
        where B : struct
    {
        ArrayCost.Copy<T, B>(s.Length);
        s.Reverse();
    }
}
