using System.Text;

namespace PureEdge.Metering.Calls;

/// <summary>Building text piece by piece.</summary>
[Replaces(typeof(StringBuilder))]
internal static class StringBuilderCalls
{
    public static StringBuilder New<B>(int capacity)
        where B : struct
    {
        TextCost.Make<B>(capacity);
        return new StringBuilder(capacity);
    }

    public static StringBuilder New<B>(string? text)
        where B : struct
    {
        TextCost.Make<B>(TextCost.Length(text));
        return new StringBuilder(text);
    }

    public static StringBuilder New<B>(string? text, int capacity)
        where B : struct
    {
        TextCost.Make<B>(TextCost.Length(text) + capacity);
        return new StringBuilder(text, capacity);
    }

    public static StringBuilder Append<B>(StringBuilder b, string? text)
        where B : struct
    {
        TextCost.Make<B>(TextCost.Length(text));
        return b.Append(text);
    }

    public static StringBuilder Append<B>(StringBuilder b, object? value)
        where B : struct
    {
        TextCost.Make<B>(TextCost.Length(value));
        return b.Append(value);
    }

    public static StringBuilder Append<B>(StringBuilder b, ReadOnlySpan<char> text)
        where B : struct
    {
        TextCost.Make<B>(text.Length);
        return b.Append(text);
    }

    public static StringBuilder Append<B>(StringBuilder b, string? text, int from, int count)
        where B : struct
    {
        TextCost.Make<B>(count);
        return b.Append(text, from, count);
    }

    public static StringBuilder Insert<B>(StringBuilder b, int at, char c)
        where B : struct
    {
        TextCost.Copy<B>(b.Length);
        return b.Insert(at, c);
    }

    public static StringBuilder Insert<B>(StringBuilder b, int at, string? text)
        where B : struct
    {
        TextCost.Make<B>(b.Length + TextCost.Length(text));
        return b.Insert(at, text);
    }

    public static StringBuilder Remove<B>(StringBuilder b, int at, int count)
        where B : struct
    {
        TextCost.Copy<B>(b.Length);
        return b.Remove(at, count);
    }

    public static string ToString<B>(StringBuilder b)
        where B : struct
    {
        TextCost.Make<B>(b.Length);
        return b.ToString();
    }

    public static string ToString<B>(StringBuilder b, int from, int count)
        where B : struct
    {
        TextCost.Make<B>(count);
        return b.ToString(from, count);
    }

    public static char get_Chars<B>(StringBuilder b, int at)
        where B : struct
    {
        Meter.Work<B>((b.Length - at) >> 13);
        return b[at];
    }

    public static void set_Chars<B>(StringBuilder b, int at, char c)
        where B : struct
    {
        Meter.Work<B>((b.Length - at) >> 13);
        b[at] = c;
    }

    public static void set_Capacity<B>(StringBuilder b, int capacity)
        where B : struct
    {
        TextCost.Make<B>(capacity);
        b.Capacity = capacity;
    }
}
