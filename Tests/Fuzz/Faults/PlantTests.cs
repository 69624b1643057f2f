using System.Diagnostics;
using PureEdge.Fuzz.Campaigns;
using PureEdge.Fuzz.Targets;
using Xunit.Abstractions;

namespace PureEdge.Fuzz.Tests.Faults;

/// <summary>
/// The fuzzer finds what is planted, and the case breaks nothing without it: an oracle that never fires would be found out here. All of them take minutes: they are tried with
/// <c>PUREEDGE_FUZZ_FAULTS=all</c>, or parts of their names with commas between; each writes how long it took.
/// </summary>
/// <remarks>A plant is in all engines of the process: nothing else may run meanwhile.</remarks>
[Collection(nameof(AloneCollection))]
public class PlantTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names() => new(Asked.Of(
        Plant.All.Select(static plant => plant.Name), "an object of another engine", "a host function that throws an exception of .NET", "a host function that allocates without paying"));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_planted_fault_is_found(string name)
    {
        var plant = Plant.All.Single(each => each.Name == name);
        var surface = await Surface.ApiSurface.WalkAsync();
        var options = new CampaignOptions { Targets = [TargetCatalog.Find(plant.Target)!], Cases = 60_000, Time = TimeSpan.FromMinutes(5), StopsAtFinding = true };
        var state = new CampaignState();
        using (plant.Put())
        {
            var start = Stopwatch.GetTimestamp();
            await new Campaign(options, await Surface.ApiSurface.WalkAsync(), state).RunAsync(CancellationToken.None);
            Assert.NotEmpty(state.Findings);
            output.WriteLine($"FAULT {plant.Name}: {state.Findings[0].Breach.Kind} after {state.Cases} cases, {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        }

        var finding = state.Findings[0];
        Assert.Equal(plant.Kind, finding.Breach.Kind);
        if (plant.Kind == "growth")
        {
            // No case shows it, but all of them together.
            var whole = new CampaignState();
            await new Campaign(options with { Cases = state.Cases }, surface, whole).RunAsync(CancellationToken.None);
            Assert.Empty(whole.Findings);
        }
        else
        {
            using var judge = new Judge();
            Assert.Null((await judge.RunAsync(finding.Case, options.Targets[0].Limits, repeats: true)).Breach);
        }
    }
}
