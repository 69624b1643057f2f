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
        var seen = ((bool[])[false, true]).Any(isModule =>
            known.Explains(known.Example, ParserComparison.Acornima(known.Example, isModule), ParserComparison.Esprima(known.Example, isModule)));
        Assert.True(seen, "The parsers do not differ on the example in this way.");
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
