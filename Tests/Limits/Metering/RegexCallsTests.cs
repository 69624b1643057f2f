using System.Text.RegularExpressions;
using PureEdge.Limits.Tests.Sandbox;
using PureEdge.Metering;
using PureEdge.Metering.Calls;

namespace PureEdge.Limits.Tests.Metering;

/// <summary>Patterns whose groups are deep in each other.</summary>
public class RegexCallsTests
{
    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    [InlineData(100_000, false)]
    public void The_class_library_compiles_only_what_needs_no_other_thread(int depth, bool compiles)
    {
        var error = Record.Exception(() => RegexCalls.New<Billed>(Nested(depth), RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal(compiles, error is null);
        Assert.True(compiles || error is ArgumentException);
    }

    [Fact]
    public void Parentheses_that_open_nothing_are_not_counted() =>
        Assert.Matches(RegexCalls.New<Billed>("^" + string.Concat(Enumerable.Repeat("\\(", 2_000)) + "$", RegexOptions.None, TimeSpan.FromSeconds(1)), new string('(', 2_000));

    [Theory]
    [InlineData("(")]
    [InlineData("(?:")]
    public void Deeper_ones_are_refused(string opening) =>
        Assert.Equal("SyntaxError", LimitedEngine.Run($"let e; try {{ new RegExp('{opening}'.repeat(501) + 'a' + ')'.repeat(501)); }} catch (error) {{ e = error; }} e.name").Outcome);

    private static string Nested(int depth) => new string('(', depth) + "a" + new string(')', depth);
}
