using System.Globalization;

namespace PureEdge.Conformance.Tests.Wpt;

/// <summary>The table of counts in this folder's README: one row for each suite, between marks that name the set.</summary>
internal static class WptTable
{
    private static readonly Lock Gate = new();

    private static string Readme => Path.Combine(WptCatalog.Folder, "README.md");

    public static string RowOf(string suite, IReadOnlyList<WptResult> results, WptExpectations expectations)
    {
        int all = results.Sum(x => x.Subtests.Count);
        int excluded = results.Sum(expectations.CountPermanent);
        int passed = all - results.Sum(x => x.Failures.Count());
        double share = all == excluded ? 0 : Math.Floor(passed * 10_000.0 / (all - excluded)) / 100;
        return string.Create(CultureInfo.InvariantCulture, $"| {suite} | {results.Count:N0} | {all:N0} | {excluded:N0} | {passed:N0} | {share:0.00} % |");
    }

    public static bool Has(WptSet set, string row) => Rows(File.ReadAllLines(Readme), set).Contains(row, StringComparer.Ordinal);

    /// <summary>Writes a suite's row, in its place.</summary>
    public static void Write(WptSet set, string suite, string row)
    {
        lock (Gate)
        {
            string[] lines = File.ReadAllLines(Readme);
            string[] rows = [.. Rows(lines, set).Where(x => !x.StartsWith($"| {suite} |", StringComparison.Ordinal)), row];
            (int from, int to) = Place(lines, set);
            File.WriteAllLines(Readme, [.. lines[..from], .. rows.Order(StringComparer.OrdinalIgnoreCase), .. lines[to..]]);
        }
    }

    private static string[] Rows(string[] lines, WptSet set)
    {
        (int from, int to) = Place(lines, set);
        return lines[from..to];
    }

    // After the mark come the two lines of the table's head.
    private static (int From, int To) Place(string[] lines, WptSet set)
    {
        int mark = Array.IndexOf(lines, $"<!-- counts of {set.Name} -->");
        int end = Array.IndexOf(lines, "<!-- end -->", Math.Max(mark, 0));
        return mark < 0 || end < mark + 3 ? throw new InvalidDataException($"README.md has no table for \"{set.Name}\".") : (mark + 3, end);
    }
}
