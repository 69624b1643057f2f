namespace PureEdge.Engine.WebApi.Url.Idna;

/// <summary>Normalization Form C. string.Normalize changes nothing under InvariantGlobalization, so domains need their own.</summary>
/// <remarks>https://www.unicode.org/reports/tr15/ and, for Hangul, section 3.12 of the Unicode standard.</remarks>
internal static class NormalizationFormC
{
    private const int SBase = 0xAC00, LBase = 0x1100, VBase = 0x1161, TBase = 0x11A7;
    private const int LCount = 19, VCount = 21, TCount = 28, SCount = LCount * VCount * TCount;

    public static List<int> Normalize(List<int> text)
    {
        var data = IdnaData.Instance;
        var decomposed = new List<int>(text.Count + 8);
        foreach (var codePoint in text)
        {
            Decompose(data, codePoint, decomposed);
        }

        Reorder(data, decomposed);
        return Compose(data, decomposed);
    }

    private static void Decompose(IdnaData data, int codePoint, List<int> output)
    {
        var syllable = codePoint - SBase;
        if (syllable is >= 0 and < SCount)
        {
            output.Add(LBase + (syllable / (VCount * TCount)));
            output.Add(VBase + (syllable % (VCount * TCount) / TCount));
            if (syllable % TCount != 0)
            {
                output.Add(TBase + (syllable % TCount));
            }
        }
        else if (codePoint >= 0xC0 && data.Decomposition(codePoint) is { } parts)
        {
            output.AddRange(parts);
        }
        else
        {
            output.Add(codePoint);
        }
    }

    /// <summary>Sorts each run of marks by class, keeping the order of equals.</summary>
    private static void Reorder(IdnaData data, List<int> text)
    {
        for (var i = 0; i < text.Count; i++)
        {
            var start = i;
            while (i < text.Count && data.CombiningRank(text[i]) != 0)
            {
                i++;
            }

            if (i - start > 1)
            {
                var sorted = text.GetRange(start, i - start).OrderBy(data.CombiningRank).ToList();
                for (var j = 0; j < sorted.Count; j++)
                {
                    text[start + j] = sorted[j];
                }
            }
        }
    }

    private static List<int> Compose(IdnaData data, List<int> text)
    {
        var output = new List<int>(text.Count);
        int starter = -1, lastRank = 0;
        foreach (var codePoint in text)
        {
            var rank = data.CombiningRank(codePoint);
            // Blocked: a mark of the same or a higher class, or another starter, stands between.
            if (starter >= 0 && (output.Count - 1 == starter || (lastRank != 0 && lastRank < rank)))
            {
                var composite = Pair(data, output[starter], codePoint);
                if (composite != 0)
                {
                    output[starter] = composite;
                    continue;
                }
            }

            if (rank == 0)
            {
                starter = output.Count;
            }

            lastRank = rank;
            output.Add(codePoint);
        }

        return output;
    }

    private static int Pair(IdnaData data, int first, int second)
    {
        if (first - LBase is >= 0 and < LCount && second - VBase is >= 0 and < VCount)
        {
            return SBase + ((((first - LBase) * VCount) + (second - VBase)) * TCount);
        }

        if (first - SBase is >= 0 and < SCount && (first - SBase) % TCount == 0 && second - TBase is > 0 and < TCount)
        {
            return first + (second - TBase);
        }

        return data.Composition(first, second);
    }
}
