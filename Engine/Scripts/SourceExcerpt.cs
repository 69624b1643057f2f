namespace PureEdge.Engine.Scripts;

/// <summary>The line of source that an error points to, with a caret below.</summary>
internal static class SourceExcerpt
{
    private const int MaxColumns = 120;

    /// <summary>A line break, the line, and a caret under the column; nothing when there is no such line.</summary>
    /// <param name="source">The source.</param>
    /// <param name="lineNumber">The line, from 1.</param>
    /// <param name="column">The column, from 0.</param>
    public static string At(string source, int lineNumber, int column)
    {
        var rest = source.AsSpan();
        for (var line = 1; line < lineNumber; line++)
        {
            var end = rest.IndexOf('\n');
            if (end < 0)
            {
                return "";
            }

            rest = rest[(end + 1)..];
        }

        var length = rest.IndexOfAny('\r', '\n');
        var text = length < 0 ? rest : rest[..length];
        // A bundler's line may be a megabyte long: show what is around the column.
        var from = Math.Max(0, Math.Min(column, text.Length) - (MaxColumns / 2));
        var shown = text[from..Math.Min(text.Length, from + MaxColumns)].ToString().Replace('\t', ' ');
        return $"\n    {shown}\n    {new string(' ', Math.Max(0, Math.Min(column, text.Length) - from))}^";
    }
}
