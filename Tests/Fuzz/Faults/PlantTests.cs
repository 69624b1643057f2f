using PureEdge.Fuzz.Campaigns;
using PureEdge.Fuzz.Targets;
using Xunit.Abstractions;

namespace PureEdge.Fuzz.Tests.Faults;

/// <summary>
/// The fuzzer finds what is planted: an oracle that never fires would be found out here. Takes minutes, so only with
/// <c>PUREEDGE_FUZZ_FAULTS=all</c>, or a part of a plant's name.
/// </summary>
public class PlantTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names() => new(Asked.Of(Plant.All.Select(static plant => plant.Name)));

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task A_planted_fault_is_found(string name)
    {
        Asked.SkipUnless();
        var plant = Plant.All.Single(each => each.Name == name);
        using (plant.Put())
        {
            var state = new CampaignState();
            var surface = await Surface.ApiSurface.WalkAsync();
            var options = new CampaignOptions { Targets = [TargetCatalog.Find(plant.Target)!], Cases = 60_000, Time = TimeSpan.FromMinutes(5), StopsAtFinding = true };
            await new Campaign(options, surface, state).RunAsync(CancellationToken.None);
            var finding = Assert.Single(state.Findings.Take(1));
            output.WriteLine($"{plant.Name}: {finding.Breach.Kind} after {state.Cases} cases, {finding.After.TotalSeconds:0.0} s");
            Assert.Equal(plant.Kind, finding.Breach.Kind);
        }
    }
}
