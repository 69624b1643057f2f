namespace PureEdge.Language.Tests.Differences;

public class ExpectedDifferencesTests
{
    private static readonly ExpectedDifferences OneOfDesign = new([new("walk: f(*)", "1", "2*", "the limits do this")], []);

    [Fact]
    public void A_check_that_differs_fails_with_both_outcomes() =>
        Assert.Equal(["\"script: x\" differs\n plain:   1\n metered: 2"], OneOfDesign.Faults("script: ", [new("script: x", "1", "2"), new("script: y", "1", "1")]));

    [Fact]
    public void A_check_that_differs_as_expected_passes() => Assert.Empty(OneOfDesign.Faults("walk: ", [new("walk: f(\n.)", "1", "23")]));

    [Fact]
    public void A_check_that_differs_in_another_way_fails() => Assert.NotEmpty(OneOfDesign.Faults("walk: ", [new("walk: f()", "1", "3")]));

    [Fact]
    public void An_entry_that_no_longer_differs_fails_in_its_kind_only()
    {
        Assert.Equal(["\"walk: f(*)\" does not differ any more: remove it from expected-differences.json."], OneOfDesign.Faults("walk: ", [new("walk: f()", "1", "1")]));
        Assert.Empty(OneOfDesign.Faults("script: ", []));
    }

    [Fact]
    public void An_entry_without_a_reason_fails() => Assert.Equal(["\"walk: f\" has no reason."], new ExpectedDifferences([], [new("walk: f", "1", "2", " ")]).Faults("script: ", []));

    [Fact]
    public void Every_entry_in_the_file_is_of_a_kind_that_is_checked() =>
        Assert.All(
            ExpectedDifferences.Load().Design.Concat(ExpectedDifferences.Load().Bug),
            x => Assert.Matches("^(walk|script|module|parse|cut|run): ", x.Check));
}
