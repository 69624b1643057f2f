using System.Diagnostics;
using System.Globalization;
using PureEdge.Fuzz.Targets;
using Xunit.Abstractions;

namespace PureEdge.Fuzz.Tests.Faults;

/// <summary>
/// The fuzzer finds a product that is weakened by one rule. Each is a process that may take minutes: all are tried with
/// <c>PUREEDGE_FUZZ_FAULTS=all</c>, or parts of their names with commas between; each writes how long it took.
/// </summary>
public class WeakeningTests(ITestOutputHelper output)
{
    private static readonly string MostSeconds = Environment.GetEnvironmentVariable("PUREEDGE_FUZZ_FAULT_SECONDS") ?? "300";

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
        var (status, text) = await CommandTests.RunAsync(copy, ["run", "--isolated", "--first", "--jobs", "1", "--seed", "1", "--seconds", MostSeconds, "--results", Path.Combine(folder.FullName, "results"), .. Attacking]);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FAULT {name}: status {status} after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s\n{text}"));
        Assert.Equal(1, status);
    }

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
