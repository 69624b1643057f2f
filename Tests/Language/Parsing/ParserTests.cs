using System.Security.Cryptography;
using System.Text.RegularExpressions;
using PureEdge.Language.Tests.Differences;
using PureEdge.Language.Tests.Interpreters;
using Xunit.Abstractions;

namespace PureEdge.Language.Tests.Parsing;

/// <summary>
/// The sources of test262-parser-tests, from npm: refused or not, with the same message at the same place, whole and cut off
/// anywhere; and what comes of running those that are not refused.
/// </summary>
public partial class ParserTests(ITestOutputHelper output)
{
    private const string NpmIsMissing = "npm is missing: install Node.js 20 or later (with npm) to run the parser tests.";

    private static readonly string Folder = Path.Combine(Observer.Folder, "Parsing");

    // Some of these loops pass no statement, and nothing stops plain Jint in them.
    [GeneratedRegex(@"while|for\s*\([^;]*;", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EndlessLoop { get; }

    [SkippableFact]
    public async Task Every_source_does_the_same_in_both()
    {
        var sources = await SourcesAsync();
        var (plain, metered) = LargeStack.OnBoth(interpreter => sources.ConvertAll(source => interpreter.Parse(source.Text, source.IsModule)));
        List<Check> checks = [.. sources.Select((source, i) => new Check("parse: " + source.Name, plain[i], metered[i]))];
        output.WriteLine($"{checks.Count} sources parsed, {plain.Count(x => x == "accepted")} of them accepted, {checks.Count(x => x.Differs)} differ");
        ExpectedDifferences.Load().AssertNoFaults("parse: ", checks);
        Assert.InRange(checks.Count, 5_000, int.MaxValue);
    }

    [SkippableFact]
    public async Task Every_source_that_is_cut_off_does_the_same_in_both()
    {
        var sources = await SourcesAsync();
        var parts = sources.Where(x => !x.Name.StartsWith("pass-explicit", StringComparison.Ordinal))
            .SelectMany(x => Enumerable.Range(0, x.Text.Length).Select(length => (x.Name, Text: x.Text[..length], x.IsModule)))
            .DistinctBy(x => (x.Text, x.IsModule)).ToList();
        var (plain, metered) = LargeStack.OnBoth(interpreter => parts.ConvertAll(part => interpreter.Parse(part.Text, part.IsModule)));
        List<Check> checks = [.. parts.Select((part, i) => new Check($"cut: {part.Name} to {part.Text.Length}", plain[i], metered[i]))];
        output.WriteLine($"{checks.Count} cut sources parsed, {plain.Count(x => x == "accepted")} of them accepted, {checks.Count(x => x.Differs)} differ");
        ExpectedDifferences.Load().AssertNoFaults("cut: ", checks);
        Assert.InRange(checks.Count, 20_000, int.MaxValue);
    }

    [SkippableFact]
    public async Task Every_source_that_is_accepted_runs_to_the_same_end_in_both()
    {
        var sources = (await SourcesAsync()).Where(x => x.Name.StartsWith("pass/", StringComparison.Ordinal) && !x.IsModule && !EndlessLoop.IsMatch(x.Text)).ToList();
        var (plain, metered) = LargeStack.OnBoth(interpreter => sources.ConvertAll(source =>
        {
            using var realm = interpreter.NewRealm();
            return realm.RunScript(source.Text);
        }));
        List<Check> checks = [.. sources.Select((source, i) => new Check("run: " + source.Name, plain[i], metered[i]))];
        output.WriteLine($"{checks.Count} sources run, {plain.Count(x => x == Observer.RunsTooLong)} of them too long, {checks.Count(x => x.Differs)} differ");
        ExpectedDifferences.Load().AssertNoFaults("run: ", checks);
        Assert.InRange(checks.Count, 1_500, int.MaxValue);
    }

    private static async Task<List<(string Name, string Text, bool IsModule)>> SourcesAsync()
    {
        await InstallAsync();
        var package = Path.Combine(Folder, "node_modules", "test262-parser-tests");
        return
        [
            .. from part in new[] { "pass", "pass-explicit", "fail", "early" }
               from file in Directory.EnumerateFiles(Path.Combine(package, part), "*.js").Order(StringComparer.Ordinal)
               select ($"{part}/{Path.GetFileName(file)}", File.ReadAllText(file), file.EndsWith(".module.js", StringComparison.Ordinal)),
        ];
    }

    // node_modules is right when it holds a stamp of the lock file that it was installed from; npm ci begins by removing both.
    private static async Task InstallAsync()
    {
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        if (await ToolProcess.RunAsync(npm, ["--version"], Folder, TimeSpan.FromMinutes(1)) is null)
        {
            Assert.False(string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase), NpmIsMissing);
            Skip.If(true, NpmIsMissing);
        }

        var stamp = Path.Combine(Folder, "node_modules", ".pureedge-lock");
        var wanted = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"))));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return;
        }

        await ToolProcess.RunAsync(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], Folder, TimeSpan.FromMinutes(5));
        await File.WriteAllTextAsync(stamp, wanted);
    }
}
