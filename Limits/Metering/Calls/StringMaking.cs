using System.Buffers;
using System.Globalization;

namespace PureEdge.Metering.Calls;

/// <summary>Making strings from parts.</summary>
[Replaces(typeof(string))]
internal static class StringMaking
{
    public static string New<B>(char c, int count)
        where B : struct
    {
        TextCost.Make<B>(count);
        return new string(c, count);
    }

    public static string New<B>(char[] text)
        where B : struct
    {
        TextCost.Make<B>(text.Length);
        return new string(text);
    }

    public static string New<B>(ReadOnlySpan<char> text)
        where B : struct
    {
        TextCost.Make<B>(text.Length);
        return new string(text);
    }

    public static string Create<T, B>(int length, T state, SpanAction<char, T> fill)
        where B : struct
    {
        TextCost.Make<B>(length);
        return string.Create(length, state, fill);
    }

    public static string Concat<B>(string? a, string? b)
        where B : struct
    {
        TextCost.Make<B>(TextCost.Length(a) + TextCost.Length(b));
        return string.Concat(a, b);
    }

    public static string Concat<B>(string? a, string? b, string? c)
        where B : struct
    {
        TextCost.Make<B>(TextCost.Length(a) + TextCost.Length(b) + TextCost.Length(c));
        return string.Concat(a, b, c);
    }

    public static string Concat<B>(string? a, string? b, string? c, string? d)
        where B : struct
    {
        TextCost.Make<B>(TextCost.Length(a) + TextCost.Length(b) + TextCost.Length(c) + TextCost.Length(d));
        return string.Concat(a, b, c, d);
    }

    public static string Concat<B>(string?[] parts)
        where B : struct
    {
        TextCost.Make<B>(TextCost.Length(parts));
        return string.Concat(parts);
    }

    public static string Concat<B>(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
        where B : struct
    {
        TextCost.Make<B>((long)a.Length + b.Length);
        return string.Concat(a, b);
    }

    public static string Concat<B>(ReadOnlySpan<char> a, ReadOnlySpan<char> b, ReadOnlySpan<char> c)
        where B : struct
    {
        TextCost.Make<B>((long)a.Length + b.Length + c.Length);
        return string.Concat(a, b, c);
    }

    public static string Join<B>(char separator, string?[] parts)
        where B : struct
    {
        TextCost.Make<B>(TextCost.Length(parts) + parts.Length);
        return string.Join(separator, parts);
    }

    public static string Join<B>(string? separator, string?[] parts)
        where B : struct
    {
        TextCost.Make<B>(TextCost.Length(parts) + (parts.Length * TextCost.Length(separator)));
        return string.Join(separator, parts);
    }

    public static string Join<T, B>(char separator, IEnumerable<T> parts)
        where B : struct
    {
        return Join<B>(separator.ToString(), parts.Select(static part => part?.ToString() ?? string.Empty));
    }

    public static string Join<B>(string? separator, IEnumerable<string?> parts)
        where B : struct
    {
        return Join<B>(separator, parts.ToArray());
    }

    public static string Format<B>(IFormatProvider? provider, string format, object? a)
        where B : struct
    {
        TextCost.Make<B>(format.Length + TextCost.Length(a));
        return string.Format(provider, format, a);
    }

    public static string Format<B>(IFormatProvider? provider, string format, object? a, object? b)
        where B : struct
    {
        TextCost.Make<B>(format.Length + TextCost.Length(a) + TextCost.Length(b));
        return string.Format(provider, format, a, b);
    }

    public static string Format<B>(IFormatProvider? provider, string format, object? a, object? b, object? c)
        where B : struct
    {
        TextCost.Make<B>(format.Length + TextCost.Length(a) + TextCost.Length(b) + TextCost.Length(c));
        return string.Format(provider, format, a, b, c);
    }

    public static string Format<B>(IFormatProvider? provider, string format, object?[] values)
        where B : struct
    {
        TextCost.Make<B>(format.Length + TextCost.Length(values));
        return string.Format(provider, format, values);
    }

    public static string Format<B>(IFormatProvider? provider, string format, ReadOnlySpan<object?> values)
        where B : struct
    {
        TextCost.Make<B>(format.Length + TextCost.Length(values));
        return string.Format(provider, format, values);
    }
}
