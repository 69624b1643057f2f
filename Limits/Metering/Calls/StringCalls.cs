using PureEdge.Metering.Normalization;

namespace PureEdge.Metering.Calls;

/// <summary>Searching, comparing and changing strings.</summary>
[Replaces(typeof(string))]
internal static class StringCalls
{
    public static bool Contains<B>(string s, char c)
        where B : struct
    {
        return IndexOf<B>(s, c) >= 0;
    }

    public static bool Contains<B>(string s, string part, StringComparison comparison)
        where B : struct
    {
        return IndexOf<B>(s, part, comparison) >= 0;
    }

    public static bool StartsWith<B>(string s, string part, StringComparison comparison)
        where B : struct
    {
        TextCost.Scan<B>(part.Length);
        return s.StartsWith(part, comparison);
    }

    public static bool EndsWith<B>(string s, string part, StringComparison comparison)
        where B : struct
    {
        TextCost.Scan<B>(part.Length);
        return s.EndsWith(part, comparison);
    }

    public static bool Equals<B>(string? a, string? b)
        where B : struct
    {
        if (ReferenceEquals(a, b))
        {
            return true;
        }

        TextCost.Compare<B>(a, b);
        return string.Equals(a, b);
    }

    public static bool Equals<B>(string? a, string? b, StringComparison comparison)
        where B : struct
    {
        if (ReferenceEquals(a, b))
        {
            return true;
        }

        TextCost.Compare<B>(a, b);
        return string.Equals(a, b, comparison);
    }

    public static bool op_Equality<B>(string? a, string? b)
        where B : struct
    {
        return Equals<B>(a, b);
    }

    public static bool op_Inequality<B>(string? a, string? b)
        where B : struct
    {
        return !Equals<B>(a, b);
    }

    public static int Compare<B>(string? a, string? b, StringComparison comparison)
        where B : struct
    {
        TextCost.Scan<B>(Math.Min(a?.Length ?? 0, b?.Length ?? 0));
        return string.Compare(a, b, comparison);
    }

    public static int Compare<B>(string? a, int from, string? b, int fromB, int length, StringComparison comparison)
        where B : struct
    {
        TextCost.Scan<B>(length);
        return string.Compare(a, from, b, fromB, length, comparison);
    }

    public static int CompareOrdinal<B>(string? a, string? b)
        where B : struct
    {
        TextCost.Scan<B>(Math.Min(a?.Length ?? 0, b?.Length ?? 0));
        return string.CompareOrdinal(a, b);
    }

    public static int GetHashCode<B>(ReadOnlySpan<char> s)
        where B : struct
    {
        TextCost.Scan<B>(s.Length);
        return string.GetHashCode(s);
    }

    public static int GetHashCode<B>(ReadOnlySpan<char> s, StringComparison comparison)
        where B : struct
    {
        TextCost.Scan<B>(s.Length);
        return string.GetHashCode(s, comparison);
    }

    public static bool IsNullOrWhiteSpace<B>(string? s)
        where B : struct
    {
        TextCost.Scan<B>(s?.Length ?? 0);
        return string.IsNullOrWhiteSpace(s);
    }

    public static int IndexOf<B>(string s, char c)
        where B : struct
    {
        var at = s.IndexOf(c);
        TextCost.Scan<B>(at < 0 ? s.Length : at);
        return at;
    }

    public static int IndexOf<B>(string s, char c, int from)
        where B : struct
    {
        var at = s.IndexOf(c, from);
        TextCost.Scan<B>((at < 0 ? s.Length : at) - from);
        return at;
    }

    public static int IndexOf<B>(string s, char c, int from, int count)
        where B : struct
    {
        var at = s.IndexOf(c, from, count);
        TextCost.Scan<B>(at < 0 ? count : at - from);
        return at;
    }

    public static int IndexOf<B>(string s, string part, StringComparison comparison)
        where B : struct
    {
        return TextSearch.IndexOf<B>(s, part, 0, s.Length, comparison);
    }

    public static int IndexOf<B>(string s, string part, int from, StringComparison comparison)
        where B : struct
    {
        return TextSearch.IndexOf<B>(s, part, from, s.Length - from, comparison);
    }

    public static int IndexOf<B>(string s, string part, int from, int count, StringComparison comparison)
        where B : struct
    {
        return TextSearch.IndexOf<B>(s, part, from, count, comparison);
    }

    public static int IndexOfAny<B>(string s, char[] any)
        where B : struct
    {
        var at = s.IndexOfAny(any);
        TextCost.Scan<B>(at < 0 ? s.Length : at);
        return at;
    }

    public static int LastIndexOf<B>(string s, char c)
        where B : struct
    {
        var at = s.LastIndexOf(c);
        TextCost.Scan<B>(s.Length - at);
        return at;
    }

    public static int LastIndexOf<B>(string s, char c, int from, int count)
        where B : struct
    {
        var at = s.LastIndexOf(c, from, count);
        TextCost.Scan<B>(at < 0 ? count : from - at);
        return at;
    }

    public static string Insert<B>(string s, int at, string part)
        where B : struct
    {
        TextCost.Make<B>((long)s.Length + part.Length);
        return s.Insert(at, part);
    }

    public static string Remove<B>(string s, int at, int count)
        where B : struct
    {
        TextCost.Make<B>(s.Length);
        return s.Remove(at, count);
    }

    public static string Replace<B>(string s, char a, char b)
        where B : struct
    {
        TextCost.Make<B>(s.Length);
        return s.Replace(a, b);
    }

    public static string Replace<B>(string s, string part, string? with)
        where B : struct
    {
        return TextReplacing.Replace<B>(s, part, with);
    }

    public static string Substring<B>(string s, int from)
        where B : struct
    {
        TextCost.Make<B>(s.Length - from);
        return s.Substring(from);
    }

    public static string Substring<B>(string s, int from, int count)
        where B : struct
    {
        TextCost.Make<B>(count);
        return s.Substring(from, count);
    }

    public static string ToLower<B>(string s, System.Globalization.CultureInfo culture)
        where B : struct
    {
        TextCost.MapCase<B>(s.Length);
        return s.ToLower(culture);
    }

    public static string ToUpper<B>(string s, System.Globalization.CultureInfo culture)
        where B : struct
    {
        TextCost.MapCase<B>(s.Length);
        return s.ToUpper(culture);
    }

    public static string ToLowerInvariant<B>(string s)
        where B : struct
    {
        TextCost.MapCase<B>(s.Length);
        return s.ToLowerInvariant();
    }

    public static string ToUpperInvariant<B>(string s)
        where B : struct
    {
        TextCost.MapCase<B>(s.Length);
        return s.ToUpperInvariant();
    }

    public static string Trim<B>(string s)
        where B : struct
    {
        TextCost.Make<B>(s.Length);
        return s.Trim();
    }

    public static string TrimEnd<B>(string s)
        where B : struct
    {
        TextCost.Make<B>(s.Length);
        return s.TrimEnd();
    }

    public static string TrimEnd<B>(string s, char c)
        where B : struct
    {
        TextCost.Make<B>(s.Length);
        return s.TrimEnd(c);
    }

    public static string TrimStart<B>(string s)
        where B : struct
    {
        TextCost.Make<B>(s.Length);
        return s.TrimStart();
    }

    public static string TrimStart<B>(string s, char c)
        where B : struct
    {
        TextCost.Make<B>(s.Length);
        return s.TrimStart(c);
    }

    public static string TrimStart<B>(string s, char[]? any)
        where B : struct
    {
        TextCost.Make<B>(s.Length);
        return s.TrimStart(any);
    }

    public static string PadLeft<B>(string s, int width, char c)
        where B : struct
    {
        TextCost.Make<B>(Math.Max(s.Length, width));
        return s.PadLeft(width, c);
    }

    public static string PadRight<B>(string s, int width, char c)
        where B : struct
    {
        TextCost.Make<B>(Math.Max(s.Length, width));
        return s.PadRight(width, c);
    }

    public static string Normalize<B>(string s, System.Text.NormalizationForm form)
        where B : struct
    {
        // The class library's own changes nothing under InvariantGlobalization.
        var from = TextNormalizer.IndexOfSpecial(s, form);
        if (from < 0)
        {
            TextCost.Scan<B>(s.Length);
            return s;
        }

        TextCost.Normalize<B>(s, form);
        return TextNormalizer.Normalize<B>(s, form, from);
    }

    public static string[] Split<B>(string s, char c, StringSplitOptions options)
        where B : struct
    {
        TextCost.Split<B>(s.Length);
        return s.Split(c, options);
    }

    public static string[] Split<B>(string s, string[]? separators, StringSplitOptions options)
        where B : struct
    {
        TextCost.Split<B>(s.Length);
        return s.Split(separators, options);
    }

    public static char[] ToCharArray<B>(string s)
        where B : struct
    {
        TextCost.Make<B>(s.Length);
        return s.ToCharArray();
    }

    public static void CopyTo<B>(string s, Span<char> to)
        where B : struct
    {
        TextCost.Copy<B>(s.Length);
        s.CopyTo(to);
    }
}
