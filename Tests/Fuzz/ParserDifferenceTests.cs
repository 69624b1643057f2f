using PureEdge.Fuzz.Parsers;

namespace PureEdge.Fuzz.Tests;

/// <summary>The table of what the two parsers differ in is exact: each of its examples differs, in the way it says.</summary>
public class ParserDifferenceTests
{
    public static TheoryData<string> Names() => new(DifferenceTable.All.Select(static known => known.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_parsers_differ_on_the_example(string name)
    {
        var known = DifferenceTable.All.Single(each => each.Name == name);
        Assert.Matches(known.Source, known.Example);
        var seen = false;
        foreach (var isModule in (bool[])[false, true])
        {
            var (ours, other) = (ParserComparison.Acornima(known.Example, isModule), ParserComparison.Esprima(known.Example, isModule));
            seen |= ours.Accepts != other.Accepts ? ours.Accepts == known.AcornimaAccepts : ours.Accepts && ours.Shape != other.Shape;
        }

        Assert.True(seen, "The parsers agree on the example.");
        Assert.True(known.Reason.Length > 10);
    }

    [Theory]
    [InlineData("let a = 1; function f() { return a ?? 2; }", true)]
    [InlineData("let a = ;", false)]
    public void Both_parsers_are_asked(string source, bool accepts)
    {
        Assert.Equal(accepts, ParserComparison.Acornima(source, isModule: false).Accepts);
        Assert.Equal(accepts, ParserComparison.Esprima(source, isModule: false).Accepts);
        Assert.Null(Oracles.ParserOracle.Compare(source, isModule: false));
    }
}
