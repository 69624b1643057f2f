namespace PureEdge.Metering.Calls;

/// <summary>
/// Searching text for a part. A search that finds something near costs little however long the text is, so what is charged is how
/// far it got; but at worst the library compares the whole part at every place, so a long search goes window by window, each paid
/// for before.
/// </summary>
internal static class TextSearch
{
    private const int Window = 4_096;

    // Up to here a part is found in a time that does not depend on it.
    private const int ShortPart = 16;

    /// <summary>Steps of a search at worst, beyond looking at each place once.</summary>
    public static long Steps(long length, long part) => part <= ShortPart || length <= part ? 0 : (length - part) * part >> 10;

    public static int IndexOf<B>(string text, string part, int from, int count, StringComparison comparison)
        where B : struct
    {
        if (comparison != StringComparison.Ordinal)
        {
            TextCost.Find<B>(count, part.Length);
            return text.IndexOf(part, from, count, comparison);
        }

        // The library checks the range, and does what there is no reason to take apart.
        if (count <= Window || from < 0 || from + count > text.Length)
        {
            return text.IndexOf(part, from, count, comparison);
        }

        var at = IndexOf<char, B>(text.AsSpan(from, count), part);
        return at < 0 ? -1 : at + from;
    }

    public static int IndexOf<T, B>(ReadOnlySpan<T> text, ReadOnlySpan<T> part)
        where T : IEquatable<T>?
        where B : struct
    {
        if (text.Length <= Window)
        {
            return text.IndexOf(part);
        }

        // A window has room for Window places at which the part may begin, and what is left of the text at the end.
        var size = Window + part.Length;
        for (var start = 0; ; start += Window)
        {
            var isLast = text.Length - start <= size;
            var window = isLast ? text[start..] : text.Slice(start, size);
            Meter.Work<B>((window.Length >> 7) + Steps(window.Length, part.Length));
            var at = window.IndexOf(part);
            if (at >= 0 || isLast)
            {
                return at < 0 ? -1 : at + start;
            }
        }
    }
}
