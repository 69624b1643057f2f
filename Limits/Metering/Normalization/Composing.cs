namespace PureEdge.Metering.Normalization;

/// <summary>Puts composites in the place of pairs that have one.</summary>
internal static class Composing
{
    // Nothing below is taken in by what is before it.
    private const char Least = '\u0300';

    /// <summary>Composes a decomposed text in place.</summary>
    /// <returns>How long it is then, in characters.</returns>
    public static int Compose(NormalizationData data, Span<char> text)
    {
        var pace = new Pace();

        // Where the latest starter is and what comes after it; none yet.
        int starter = 0, starterAt = -1, starterEnd = -1, lastRank = 0, length = 0;
        for (int at = 0, width; at < text.Length; at += width)
        {
            pace.Step();
            width = 1;
            int codePoint = text[at], rank = 0;
            if (codePoint >= Least)
            {
                codePoint = CodePoint.Read(text, at, out width);
                ref readonly var traits = ref data[codePoint];
                rank = traits.Rank;

                // Blocked: a mark of the same or a higher class, or another starter, stands between.
                if ((traits.Changes & Changes.Joins) != Changes.None && (length == starterEnd || (lastRank != 0 && lastRank < rank))
                    && starterAt >= 0 && data.Composition(starter, codePoint) is > 0 and var composite)
                {
                    // As long as the starter was: the data has no others.
                    starter = composite;
                    CodePoint.Write(composite, text[starterAt..]);
                    continue;
                }
            }

            if (rank == 0)
            {
                (starter, starterAt, starterEnd) = (codePoint, length, length + width);
            }

            lastRank = rank;
            text.Slice(at, width).CopyTo(text[length..]);
            length += width;
        }

        return length;
    }
}
