using PureEdge.Fuzz.Campaigns;
using PureEdge.Fuzz.Running;
using PureEdge.Fuzz.Targets;

namespace PureEdge.Fuzz.Tests;

/// <summary>The committed cases, each of which found something once or does what nothing else does: they break no promise any more.</summary>
public class CorpusTests
{
    public static TheoryData<string> Files() => new(Corpus.All().Select(static pair => pair.File));

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_case_of_the_corpus_breaks_no_promise(string file)
    {
        var what = Corpus.All().Single(pair => pair.File == file).Case;
        using var judge = new Judge(readsClock: false);
        var (_, breach) = await judge.RunAsync(what, TargetCatalog.Find(what.Target)?.Limits ?? Arena.Tight, repeats: true);
        Assert.True(breach is null, $"{breach?.Kind}: {breach?.Signature}\n{breach?.Detail}");
    }

    [Fact]
    public void Every_target_has_a_folder_in_the_corpus_and_every_folder_a_target() =>
        Assert.Equal(
            TargetCatalog.All.Select(static target => target.Name).Order(StringComparer.Ordinal),
            Corpus.All().Select(static pair => pair.File.Split('/')[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
