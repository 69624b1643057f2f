using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace PureEdge.Fuzz.Tests.Faults;

/// <summary>
/// The fuzzer finds a product that is weakened by one rule. Each is a process that may take minutes, so only with
/// <c>PUREEDGE_FUZZ_FAULTS=all</c>, or a part of a rule's name; it writes how long each took.
/// </summary>
public class WeakeningTests(ITestOutputHelper output)
{
    private const int MostSeconds = 300;

    public static TheoryData<string> Names() => new(Asked.Of(Weakening.All.Select(static fault => fault.Name)));

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task A_product_that_is_weakened_is_found_out(string name)
    {
        Asked.SkipUnless();
        using var folder = new TemporaryFolder();
        var copy = Path.Combine(folder.FullName, "weakened");
        Copy(CommandTests.Output, copy);
        Weakening.All.Single(fault => fault.Name == name).Apply(copy);
        var start = Stopwatch.GetTimestamp();
        var (status, text) = await CommandTests.RunAsync(copy, ["run", "--isolated", "--first", "--jobs", "1", "--seed", "1", "--seconds", MostSeconds.ToString(CultureInfo.InvariantCulture), "--results", Path.Combine(folder.FullName, "results")]);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: status {status} after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s\n{text}"));
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
