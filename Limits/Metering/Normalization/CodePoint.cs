namespace PureEdge.Metering.Normalization;

/// <summary>Code points of UTF-16. A surrogate without its other half is a code point of its own.</summary>
internal static class CodePoint
{
    /// <summary>The code point at a place of a text, and how many characters it is there.</summary>
    public static int Read(ReadOnlySpan<char> text, int at, out int width)
    {
        var c = text[at];
        if (char.IsHighSurrogate(c) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        {
            width = 2;
            return char.ConvertToUtf32(c, text[at + 1]);
        }

        width = 1;
        return c;
    }

    /// <summary>Writes a code point.</summary>
    /// <returns>How many characters it is.</returns>
    public static int Write(int codePoint, Span<char> to)
    {
        if (codePoint <= char.MaxValue)
        {
            to[0] = (char)codePoint;
            return 1;
        }

        to[0] = (char)(0xD800 + ((codePoint - 0x10000) >> 10));
        to[1] = (char)(0xDC00 + (codePoint & 0x3FF));
        return 2;
    }
}
