using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Console;

/// <summary>console.table (https://console.spec.whatwg.org/#table): a row for each property, a column for each property of these.</summary>
internal static class TableText
{
    private const int MaxRows = 100;
    private const int MaxColumns = 20;
    private const int MaxCell = 60;
    private const string ValueColumn = "Values";

    /// <returns><see langword="null"/> when the value is not tabular.</returns>
    public static string? Render(WorkerRealm realm, JsValue data)
    {
        if (data is not ObjectInstance o || JintInternals.IsOpaque(o, out _) || o.IsCallable())
        {
            return null;
        }

        List<string> columns = ["(index)"];
        List<Dictionary<string, string>> rows = [];
        foreach (var (key, value) in OwnData(realm, o, MaxRows))
        {
            var row = new Dictionary<string, string>(StringComparer.Ordinal) { [columns[0]] = key };
            if (value is ObjectInstance item && !JintInternals.IsOpaque(item, out _) && !item.IsCallable())
            {
                foreach (var (name, cell) in OwnData(realm, item, MaxColumns))
                {
                    Set(row, name, cell);
                }
            }
            else
            {
                Set(row, ValueColumn, value);
            }

            rows.Add(row);
        }

        // The column of bare values comes last.
        if (columns.Remove(ValueColumn))
        {
            columns.Add(ValueColumn);
        }

        return Draw(columns, rows);

        void Set(Dictionary<string, string> row, string column, JsValue value)
        {
            if (!columns.Contains(column))
            {
                if (columns.Count > MaxColumns)
                {
                    return;
                }

                columns.Add(column);
            }

            row[column] = ValueInspector.Inspect(realm, value, 0, MaxCell).ReplaceLineEndings(" ");
        }
    }

    private static List<(string Key, JsValue Value)> OwnData(WorkerRealm realm, ObjectInstance o, int most)
    {
        List<(string, JsValue)> result = [];
        var keys = o.GetOwnPropertyKeys(Types.String);
        realm.Host.Scope.Limits.ChargeFuel(keys.Count / 8);
        foreach (var key in keys)
        {
            var descriptor = o.GetOwnProperty(key);
            if (descriptor != PropertyDescriptor.Undefined && descriptor.Enumerable && descriptor.IsDataDescriptor())
            {
                result.Add((Primitives.Cut(key.ToString(), MaxCell), descriptor.Value));
                if (result.Count == most)
                {
                    break;
                }
            }
        }

        return result;
    }

    private static string Draw(List<string> columns, List<Dictionary<string, string>> rows)
    {
        var widths = columns.ConvertAll(column => rows.Aggregate(
            column.Length, (width, row) => Math.Max(width, row.GetValueOrDefault(column, "").Length)) + 2);
        var text = new StringBuilder();
        Rule('┌', '┬', '┐');
        Row(column => column);
        Rule('├', '┼', '┤');
        foreach (var row in rows)
        {
            Row(column => row.GetValueOrDefault(column, ""));
        }

        Rule('└', '┴', '┘');
        return text.ToString(0, text.Length - 1);

        void Rule(char left, char middle, char right) =>
            text.Append(left).AppendJoin(middle, widths.Select(static width => new string('─', width))).Append(right).Append('\n');

        void Row(Func<string, string> cell)
        {
            text.Append('│');
            for (var i = 0; i < columns.Count; i++)
            {
                text.Append(' ').Append(cell(columns[i]).PadRight(widths[i] - 1)).Append('│');
            }

            text.Append('\n');
        }
    }
}
