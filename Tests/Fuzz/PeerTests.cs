using PureEdge.Fuzz.Campaigns;
using PureEdge.Fuzz.Peers;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Targets;

namespace PureEdge.Fuzz.Tests;

/// <summary>Programs over interfaces of the web give what they give in Node.js, but for what the table explains, which is exact.</summary>
public class PeerTests(SurfaceFixture fixture) : IClassFixture<SurfaceFixture>
{
    private const int Cases = 150;

    public static TheoryData<string> Differences() => new(PeerDifferences.All.Select(static known => known.Name));

    [SkippableFact]
    public async Task Programs_of_a_fixed_seed_say_the_same()
    {
        Peers.Node();
        var target = TargetCatalog.Find("peer")!;
        var maker = new CaseMaker([target], fixture.Surface, new KeptCases(), 20_261_127);
        using var judge = new Judge(readsClock: false);
        var compared = 0;
        for (var i = 0; i < Cases; i++)
        {
            var what = maker.Make(i).Case;
            var (run, breach) = await judge.RunAsync(what, target.Limits, repeats: false);
            Assert.True(breach is null, $"case {i}: {breach?.Kind}: {breach?.Signature}\n{breach?.Detail}");
            compared += run.Outcome == Engine.WorkerOutcome.Ok ? 1 : 0;
        }

        // What is killed is not compared.
        Assert.True(compared > Cases * 9 / 10, $"{compared}");
    }

    [SkippableFact]
    public async Task What_Node_js_says_otherwise_is_found()
    {
        Peers.Node();
        using var judge = new Judge(readsClock: false);
        // Nothing but the engines differs in it.
        var (_, breach) = await judge.RunAsync(new("peer", CaseForm.Handler, $"{FuzzCase.AsNode}\nawait say(\"who\", () => globalThis.navigator?.userAgent);"), TargetCatalog.Find("peer")!.Limits, repeats: false);
        Assert.Equal(("peer", "program: who"), (breach?.Kind, breach?.Signature));
    }

    [SkippableTheory]
    [MemberData(nameof(Differences))]
    public async Task A_difference_of_the_table_is_still_one(string name)
    {
        var peer = Peers.Node();
        var known = PeerDifferences.All.Single(each => each.Name == name);
        var text = $"{FuzzCase.AsNode}\n{known.Example}";
        using var judge = new Judge(readsClock: false);
        var (run, breach) = await judge.RunAsync(new("peer", CaseForm.Handler, text), TargetCatalog.Find("peer")!.Limits, repeats: false);
        Assert.Null(breach);
        var ours = run.Output.Split('\n').Single(static line => line.StartsWith("= ", StringComparison.Ordinal));
        var theirs = peer.Ask(new { text }).GetProperty("lines")[0].GetString()!;
        // The table is that of version 20; a later one may have caught up.
        var version = peer.Ask(new { text = "await say(\"v\", () => process.versions.node);" }).GetProperty("lines")[0].GetString()!;
        Assert.True(known.Explains(known.Example, ours, theirs) || (ours == theirs && !version.Contains("\"20.", StringComparison.Ordinal)), $"here {ours}, Node.js {theirs}");
        Assert.False(known.Explains(known.Example, "another", "answer"));
        Assert.True(known.Reason.Length > 10);
    }
}
