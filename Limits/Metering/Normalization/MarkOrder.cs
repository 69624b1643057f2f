namespace PureEdge.Metering.Normalization;

/// <summary>
/// Sorts each run of combining marks by class, keeping the order of equals. By counting: a run may be as long as a text, and all of it
/// comes from a script.
/// </summary>
internal static class MarkOrder
{
    // Runs of honest text are a few marks.
    private const int LongestOnStack = 128;

    // Nothing below is a combining mark.
    private const char Least = '\u0300';

    /// <summary>Sorts in place.</summary>
    public static void Sort(NormalizationData data, Span<char> text)
    {
        var pace = new Pace();
        int start = 0, last = 0, width;
        var unordered = false;
        for (var at = 0; at < text.Length; at += width)
        {
            pace.Step();
            width = 1;
            var rank = text[at] < Least ? 0 : data[CodePoint.Read(text, at, out width)].Rank;
            if (rank == 0)
            {
                if (unordered)
                {
                    SortRun(data, text[start..at]);
                    unordered = false;
                }
            }
            else if (last == 0)
            {
                start = at;
            }
            else
            {
                unordered |= rank < last;
            }

            last = rank;
        }

        if (unordered)
        {
            SortRun(data, text[start..]);
        }
    }

    private static void SortRun(NormalizationData data, Span<char> run)
    {
        if (run.Length == 2)
        {
            // Two marks in the wrong order, which is what most runs are.
            run.Reverse();
            return;
        }

        Span<char> copy = run.Length <= LongestOnStack ? stackalloc char[LongestOnStack] : Make(run.Length);
        copy = copy[..run.Length];
        run.CopyTo(copy);

        // Where the next mark of each rank belongs, in characters.
        Span<int> next = stackalloc int[NormalizationData.Ranks + 1];
        int least = NormalizationData.Ranks, most = 0, width;
        var pace = new Pace();
        for (var at = 0; at < copy.Length; at += width)
        {
            pace.Step();
            int rank = data[CodePoint.Read(copy, at, out width)].Rank;
            next[rank + 1] += width;
            least = Math.Min(least, rank);
            most = Math.Max(most, rank);
        }

        for (var rank = least; rank <= most; rank++)
        {
            next[rank + 1] += next[rank];
        }

        for (var at = 0; at < copy.Length; at += width)
        {
            pace.Step();
            ref var place = ref next[data[CodePoint.Read(copy, at, out width)].Rank];
            copy.Slice(at, width).CopyTo(run[place..]);
            place += width;
        }
    }

    private static char[] Make(int length)
    {
        Meter.Bytes<Unbilled>(length * 2L);
        return new char[length];
    }
}
