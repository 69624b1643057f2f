namespace PureEdge.Metering.Calls;

/// <summary>Base64 and hexadecimal digits.</summary>
[Replaces(typeof(Convert))]
internal static class ConvertCalls
{
    public static byte[] FromBase64CharArray<B>(char[] text, int from, int count)
        where B : struct
    {
        TextCost.Make<B>(count);
        return Convert.FromBase64CharArray(text, from, count);
    }

    public static string ToBase64String<B>(ReadOnlySpan<byte> bytes, Base64FormattingOptions options)
        where B : struct
    {
        TextCost.Make<B>(bytes.Length * 2L);
        return Convert.ToBase64String(bytes, options);
    }

    public static string ToHexString<B>(byte[] bytes)
        where B : struct
    {
        TextCost.Make<B>(bytes.Length * 2L);
        return Convert.ToHexString(bytes);
    }

    public static bool TryToBase64Chars<B>(ReadOnlySpan<byte> bytes, Span<char> to, out int written, Base64FormattingOptions options)
        where B : struct
    {
        TextCost.Copy<B>(bytes.Length);
        return Convert.TryToBase64Chars(bytes, to, out written, options);
    }
}
