namespace PureEdge.Metering.Normalization;

/// <summary>Puts decompositions in the place of what has one.</summary>
internal static class Decomposing
{
    // Nothing below has a decomposition of any kind.
    private const char Least = '\u00A0';

    /// <summary>How long a text becomes, in characters.</summary>
    public static long Length(NormalizationData data, ReadOnlySpan<char> text, bool compatibly)
    {
        long length = 0;
        var pace = new Pace();
        for (int at = 0, width; at < text.Length; at += width)
        {
            pace.Step();
            width = 1;
            if (text[at] < Least)
            {
                length++;
                continue;
            }

            var codePoint = CodePoint.Read(text, at, out width);
            var slice = Of(data, codePoint, compatibly);
            length += slice.Length > 0 ? slice.Length : Hangul.IsSyllable(codePoint) ? Hangul.Letters(codePoint) : width;
        }

        return length;
    }

    /// <summary>Writes a text decomposed; marks are not yet in their order.</summary>
    /// <param name="to">Of the <see cref="Length"/> of the text.</param>
    public static void Write(NormalizationData data, ReadOnlySpan<char> text, bool compatibly, Span<char> to)
    {
        var pace = new Pace();
        for (int at = 0, width; at < text.Length; at += width)
        {
            pace.Step();
            width = 1;
            if (text[at] < Least)
            {
                to[0] = text[at];
                to = to[1..];
                continue;
            }

            var codePoint = CodePoint.Read(text, at, out width);
            var slice = Of(data, codePoint, compatibly);
            if (slice.Length > 0)
            {
                data.Decomposition(slice).CopyTo(to);
                to = to[slice.Length..];
            }
            else if (Hangul.IsSyllable(codePoint))
            {
                to = to[Hangul.Write(codePoint, to)..];
            }
            else
            {
                text.Slice(at, width).CopyTo(to);
                to = to[width..];
            }
        }
    }

    private static Slice Of(NormalizationData data, int codePoint, bool compatibly)
    {
        ref readonly var traits = ref data[codePoint];
        return compatibly ? traits.Compatible : traits.Canonical;
    }
}
