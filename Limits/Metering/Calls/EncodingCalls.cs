using System.Text;

namespace PureEdge.Metering.Calls;

/// <summary>Bytes from text and text from bytes.</summary>
[Replaces(typeof(Encoding))]
internal static class EncodingCalls
{
    public static byte[] GetBytes<B>(Encoding encoding, string text)
        where B : struct
    {
        TextCost.Make<B>(text.Length * 2L);
        return encoding.GetBytes(text);
    }

    public static string GetString<B>(Encoding encoding, byte[] bytes)
        where B : struct
    {
        TextCost.Make<B>(bytes.Length);
        return encoding.GetString(bytes);
    }

    public static string GetString<B>(Encoding encoding, byte[] bytes, int from, int count)
        where B : struct
    {
        TextCost.Make<B>(count);
        return encoding.GetString(bytes, from, count);
    }

    public static string GetString<B>(Encoding encoding, ReadOnlySpan<byte> bytes)
        where B : struct
    {
        TextCost.Make<B>(bytes.Length);
        return encoding.GetString(bytes);
    }
}
