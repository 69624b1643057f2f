using System.Diagnostics;
using System.Globalization;
using PureEdge.Fuzz.Targets;
using Xunit.Abstractions;

namespace PureEdge.Fuzz.Tests.Faults;

/// <summary>
/// The fuzzer finds a product that is weakened by one rule, and the case that it finds breaks nothing of the whole one. Each is a process that may take minutes: all are tried with
/// <c>PUREEDGE_FUZZ_FAULTS=all</c>, or parts of their names with commas between; each writes how long it took.
/// </summary>
public class WeakeningTests(ITestOutputHelper output)
{
    private static readonly int MostSeconds = int.TryParse(Environment.GetEnvironmentVariable("PUREEDGE_FUZZ_FAULT_SECONDS"), CultureInfo.InvariantCulture, out var asked) ? asked : 300;

    private const int ReplaysOfTime = 2;

    // A difference of the parsers says nothing of a weakness.
    private static readonly string[] Attacking = [.. TargetCatalog.All.Where(static target => target.Name != "grammar").SelectMany(static target => (string[])["--target", target.Name])];

    public static TheoryData<string> Names() => new(Asked.Of(Weakening.All.Select(static fault => fault.Name), "removed globals are there"));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_product_that_is_weakened_is_found_out(string name)
    {
        using var folder = new TemporaryFolder();
        var copy = Path.Combine(folder.FullName, "weakened");
        Copy(CommandTests.Output, copy);
        Weakening.All.Single(fault => fault.Name == name).Apply(copy);
        var start = Stopwatch.GetTimestamp();
        var from = 0L;
        while (true)
        {
            var results = Path.Combine(folder.FullName, $"results-{Text(from)}");
            var seconds = MostSeconds - (int)Stopwatch.GetElapsedTime(start).TotalSeconds;
            Assert.True(seconds > 0, $"Nothing but findings of the whole product in {MostSeconds} s.");
            var (status, text) = await CommandTests.RunAsync(copy, ["run", "--isolated", "--first", "--jobs", "1", "--seed", "1", "--from", Text(from), "--seconds", Text(seconds), "--results", results, .. Attacking]);
            var time = Stopwatch.GetElapsedTime(start);
            Assert.True(status == 1, $"FAULT {name}: status {status} after {time.TotalSeconds:0.0} s\n{text}");
            var (found, _) = Assert.Single(Reporting.ResultsFolder.Read(results).Take(1));
            // What the whole product shows too, or the weakened one not always, says nothing of the fault: the campaign goes on behind it.
            var file = Directory.EnumerateFiles(results, "minimised.js", SearchOption.AllDirectories).First();
            var isShown = true;
            var said = "";
            for (var i = 0; i < (found.Kind is "time" or "parse time" ? ReplaysOfTime : 1) && isShown; i++)
            {
                var (weak, weakSaid) = await CommandTests.RunAsync(copy, ["replay", file]);
                var (whole, wholeSaid) = await CommandTests.RunAsync(CommandTests.Output, ["replay", file]);
                isShown = weak != 0 && whole == 0;
                said = isShown ? said : $"weakened: {weakSaid}\nwhole: {wholeSaid}";
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FAULT {name}: {found.Kind} ({found.Signature}) by {found.Target} {found.Case} after {time.TotalSeconds:0.0} s; {(isShown ? "the whole product breaks nothing" : "not by the fault")}\n{found.Detail}\n{said}"));
            if (isShown)
            {
                return;
            }

            from = found.Case + 1;
        }
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
