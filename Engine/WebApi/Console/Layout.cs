using System.Text;

namespace PureEdge.Engine.WebApi.Console;

/// <summary>Puts the entries of an object on one line when they fit, else one below the other; long lists in rows.</summary>
internal static class Layout
{
    private const int LineWidth = 80;
    private const int RowWidth = 72;
    private const int ShortEntry = 16;

    public static string Join(string prefix, string open, string close, List<string> entries, int indent, bool isList)
    {
        var head = prefix.Length == 0 ? open : $"{prefix} {open}";
        if (entries.Count == 0)
        {
            return head + close;
        }

        var length = entries.Sum(static entry => entry.Length + 1) + entries.Count + indent + head.Length + 10;
        if (length <= LineWidth && !entries.Exists(static entry => entry.Contains('\n')) && !prefix.Contains('\n'))
        {
            return $"{head} {string.Join(", ", entries)} {close}";
        }

        var margin = "\n" + new string(' ', indent + 2);
        var rows = isList && entries.Count > 6 && entries.TrueForAll(static entry => entry.Length <= ShortEntry)
            ? Rows(entries)
            : entries;
        return $"{head}{margin}{string.Join("," + margin, rows)}\n{new string(' ', indent)}{close}";
    }

    private static List<string> Rows(List<string> entries)
    {
        List<string> rows = [];
        var row = new StringBuilder();
        foreach (var entry in entries)
        {
            if (row.Length + entry.Length + 2 > RowWidth)
            {
                rows.Add(row.ToString());
                row.Clear();
            }

            row.Append(row.Length == 0 ? "" : ", ").Append(entry);
        }

        rows.Add(row.ToString());
        return rows;
    }
}
