namespace PureEdge.Language.Tests.Programs;

/// <summary>A file with many programs in it.</summary>
internal static class ProgramFile
{
    /// <returns>The programs between empty lines, with the number of their first line.</returns>
    public static IEnumerable<(int Line, string Source)> Split(IReadOnlyList<string> lines)
    {
        var first = 0;
        for (var i = 0; i <= lines.Count; i++)
        {
            if (i < lines.Count && lines[i].Length > 0)
            {
                continue;
            }

            if (i > first)
            {
                yield return (first + 1, string.Join('\n', lines.Skip(first).Take(i - first)));
            }

            first = i + 1;
        }
    }

    /// <returns>The modules of a program, each after a line <c>//// SPECIFIER</c>; the first is its entry.</returns>
    public static IReadOnlyList<(string Specifier, string Source)> Modules(string text) =>
        [.. text.Split("//// ", StringSplitOptions.RemoveEmptyEntries).Select(part => (part[..part.IndexOf('\n', StringComparison.Ordinal)].Trim(), part[part.IndexOf('\n', StringComparison.Ordinal)..]))];
}
