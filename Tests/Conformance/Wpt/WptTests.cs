using System.Diagnostics;

namespace PureEdge.Conformance.Tests.Wpt;

/// <summary>The web-platform-tests, each suite against its exact table of expectations.</summary>
public sealed class WptTests
{
    private const int MostShown = 50;

    public static TheoryData<string, string> Suites
    {
        get
        {
            TheoryData<string, string> suites = [];
            foreach (WptSet set in WptSet.Asked)
            {
                foreach (string suite in WptCatalog.Suites.Where(x => set == WptSet.Complete || !x.Value.CompleteOnly).Select(x => x.Key))
                {
                    suites.Add(set.Name, suite);
                }
            }

            return suites;
        }
    }

    [SkippableTheory, MemberData(nameof(Suites))]
    public async Task A_suite_passes_but_for_what_its_table_lists(string setName, string suite)
    {
        WptSet set = new(setName);
        set.Require();
        IReadOnlyList<WptTest> tests = WptCatalog.Suites[suite].TestsIn(set);
        Skip.If(tests.Count == 0, $"The set \"{set}\" has no file of \"{suite}\".");

        long started = Stopwatch.GetTimestamp();
        using WptRunner runner = new(set.Harness, set.Folder);
        string file = Path.Combine(set.ExpectationsFolder, suite.Replace('/', '-') + ".json");
        WptExpectations expectations = WptExpectations.Load(file);
        WptResult[] results = [.. await runner.RunAsync(tests)];
        for (int i = 0; i < results.Length; i++)
        {
            // Once more, alone: one that waits for a time may fail beside so many others.
            results[i] = expectations.Fits(results[i]) ? results[i] : await runner.RunAsync(results[i].Test);
        }

        if (Environment.GetEnvironmentVariable("PUREEDGE_WPT_REPORT") is { Length: > 0 } folder)
        {
            Report(folder, $"{set}-{suite.Replace('/', '-')}.txt", results, Stopwatch.GetElapsedTime(started));
        }

        string row = WptTable.RowOf(suite, results, expectations);
        if (Environment.GetEnvironmentVariable("PUREEDGE_WPT_WRITE") == "1")
        {
            expectations.Fitted(results).Save(file);
            WptTable.Write(set, suite, row);
        }

        IReadOnlyList<string> faults = WptExpectations.Load(file).Judge(results);
        Assert.True(faults.Count == 0, $"{faults.Count} differences from {file}:\n{string.Join('\n', faults.Take(MostShown))}");
        Assert.True(WptTable.Has(set, row), $"The README's table has not this row (PUREEDGE_WPT_WRITE=1 writes it):\n{row}");
    }

    private static void Report(string folder, string name, IReadOnlyList<WptResult> results, TimeSpan elapsed)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllLines(
            Path.Combine(folder, name),
            [$"{elapsed.TotalSeconds:0.0} s", .. results.SelectMany(x => x.Failures, (x, subtest) => $"{x.Test.Id}: {subtest.Name}: {subtest.Message}")]);
    }
}
