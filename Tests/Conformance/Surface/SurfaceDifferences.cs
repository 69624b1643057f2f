namespace PureEdge.Conformance.Tests.Surface;

/// <summary>In what two descriptions differ.</summary>
internal static class SurfaceDifferences
{
    private const string Nothing = "nothing";

    /// <summary>One line for each: the path, what workerd says, and what PureEdge says. Of what is missing only itself, not what it has.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyDictionary<string, string> workerd, IReadOnlyDictionary<string, string> pureEdge)
    {
        List<string> lines = [];
        HashSet<string> missing = new(StringComparer.Ordinal);
        // By ordinal order what something has comes after it.
        foreach (string path in workerd.Keys.Union(pureEdge.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            string theirs = workerd.GetValueOrDefault(path, Nothing), ours = pureEdge.GetValueOrDefault(path, Nothing);
            if (theirs == ours)
            {
                continue;
            }

            bool isMissing = theirs == Nothing || ours == Nothing;
            if (isMissing && Owners(path).Any(missing.Contains))
            {
                continue;
            }

            if (isMissing || KindOf(theirs) != KindOf(ours))
            {
                missing.Add(path);
            }

            lines.Add($"{path}: {theirs} | {ours}");
        }

        return lines;
    }

    // Behind the attributes, as in "w-c function".
    private static string KindOf(string value) => value.Split(' ') is [_, var kind, ..] ? kind : value;

    private static IEnumerable<string> Owners(string path)
    {
        for (int i = path.Length - 1; i > 0; i--)
        {
            if (path[i] is '.' or ' ' or '[')
            {
                yield return path[..i];
            }
        }
    }
}
