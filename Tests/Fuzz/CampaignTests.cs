using PureEdge.Fuzz.Campaigns;
using Xunit.Abstractions;

namespace PureEdge.Fuzz.Tests;

/// <summary>A short campaign of a fixed seed over all targets: the cases are the same on every machine, and find nothing new.</summary>
public class CampaignTests(SurfaceFixture fixture, ITestOutputHelper output) : IClassFixture<SurfaceFixture>
{
    private const int CasesInShort = 512;

    [Fact]
    public async Task A_campaign_of_a_fixed_seed_finds_nothing_new()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("PUREEDGE_FUZZ_SECONDS"), out var asked) ? asked : 0;
        var state = new CampaignState();
        var options = new CampaignOptions { Seed = 20_261_126, Time = TimeSpan.FromMinutes(10), Cases = CasesInShort, Minimises = false, ReadsClock = false };
        await new Campaign(seconds > 0 ? options with { Cases = long.MaxValue, Time = TimeSpan.FromSeconds(seconds) } : options, fixture.Surface, state).RunAsync(CancellationToken.None);
        output.WriteLine($"{state.Cases} cases in {state.Elapsed.TotalSeconds:0} s, {string.Join(", ", state.Outcomes)}");
        Assert.True(state.Findings.Count == 0, string.Join("\n\n", state.Findings.Select(static f => $"{f.Breach.Kind}: {f.Breach.Signature}\n{f.Breach.Detail}\n{f.Minimised.ToFile()}")));
        // Mostly errors, or hardly a case, and nothing is fuzzed any more.
        Assert.True(state.Cases >= CasesInShort);
        Assert.True(state.Outcomes["Ok"] > state.Cases / 3);
    }

    [Fact]
    public void A_case_is_the_same_whenever_it_is_made()
    {
        var first = Make();
        Assert.Equal(first, Make());
        Assert.True(first.Distinct(StringComparer.Ordinal).Count() > first.Length * 9 / 10);

        string[] Make()
        {
            var maker = new CaseMaker(Targets.TargetCatalog.All, fixture.Surface, new KeptCases(), 5);
            return [.. Enumerable.Range(0, 200).Select(i => maker.Make(i).Case.ToFile())];
        }
    }

    [Fact]
    public void The_walk_finds_what_the_platform_has_and_learns_what_it_takes()
    {
        var functions = fixture.Surface.Functions.ToDictionary(static f => f.Path, StringComparer.Ordinal);
        Assert.True(functions.Count > 1_000, $"{functions.Count}");
        Assert.Contains("Array.prototype.map", functions.Keys, StringComparer.Ordinal);
        Assert.Contains("Headers.prototype.append", functions.Keys, StringComparer.Ordinal);
        Assert.Contains("structuredClone", functions.Keys.Select(static path => path.Split('.').Last()), StringComparer.Ordinal);
        Assert.Contains(Programs.Kind.Function, functions["Array.prototype.map"].Accepts);
        Assert.DoesNotContain(Programs.Kind.Number, functions["Array.prototype.map"].Accepts);
        Assert.True(functions.Values.Any(static f => f.Constructs && f.Path.Split('.').Last() == "Map"), string.Join(", ", functions.Keys.Where(static path => path.Contains("Map", StringComparison.Ordinal)).Take(20)));
    }
}
