using System.Text;

namespace PureEdge.Bench.Reporting;

/// <summary>What a run says, as Markdown: to the terminal at once, and kept for <c>--out</c>.</summary>
/// <param name="judges">Whether what must hold is judged; a quick run is too short for it.</param>
internal sealed class Report(bool judges)
{
    private readonly StringBuilder _text = new();

    /// <summary>Whether everything that must hold did.</summary>
    public bool AllHeld { get; private set; } = true;

    /// <summary>All of it.</summary>
    public string Text => _text.ToString();

    /// <summary>Begins a scenario.</summary>
    public void Title(string name, string summary) => Line($"\n## {name}\n\n{summary}\n");

    /// <summary>Writes a line.</summary>
    public void Line(string line)
    {
        _text.Append(line).Append('\n');
        Console.WriteLine(line);
    }

    /// <summary>Writes a table; the first column is text, the others are numbers.</summary>
    public void Table(string[] header, IEnumerable<string[]> rows)
    {
        string[][] all = [header, .. rows];
        var widths = header.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        Line(Row(header));
        Line($"|{string.Join('|', widths.Select((w, i) => i == 0 ? new string('-', w + 2) : new string('-', w + 1) + ":"))}|");
        foreach (var row in all.Skip(1))
        {
            Line(Row(row));
        }

        Line("");

        string Row(string[] cells) =>
            $"|{string.Concat(cells.Select((c, i) => i == 0 ? $" {c.PadRight(widths[i])} |" : $" {c.PadLeft(widths[i])} |"))}";
    }

    /// <summary>Says whether what must hold does.</summary>
    public void Require(string what, bool holds)
    {
        if (!judges)
        {
            Line($"- not judged (too short a run): {what}");
            return;
        }

        AllHeld &= holds;
        Line($"- {(holds ? "holds" : "DOES NOT HOLD")}: {what}");
    }
}
