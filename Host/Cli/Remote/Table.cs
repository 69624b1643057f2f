namespace PureEdge.Cli.Remote;

/// <summary>Rows on a terminal, in columns as wide as what they hold.</summary>
internal static class Table
{
    public static void Print(string[] head, IReadOnlyList<string[]> rows, string whenEmpty)
    {
        if (rows.Count == 0)
        {
            Terminal.Line(whenEmpty);
            return;
        }

        var widths = head.Select((title, i) => Math.Max(title.Length, rows.Max(row => row[i].Length))).ToArray();
        Terminal.Faint(Line(head, widths));
        foreach (var row in rows)
        {
            Terminal.Line(Line([.. row.Select(Terminal.Clean)], widths));
        }
    }

    private static string Line(string[] cells, int[] widths) => string.Join("  ", cells.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd();
}
