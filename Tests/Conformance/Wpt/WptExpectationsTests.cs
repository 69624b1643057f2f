namespace PureEdge.Conformance.Tests.Wpt;

public sealed class WptExpectationsTests
{
    private static readonly WptTest File = new("a.any.js", "?x", [], null, false);
    private static readonly WptResult[] Results = [new(File, [new("good", true, null), new("bad", false, "why"), new("ugly", false, "so")])];

    [Fact]
    public void A_failure_that_is_not_listed_and_a_pass_that_is_are_faults()
    {
        WptExpectations table = new([Group("later", "bad", "good")], [], []);
        Assert.Equal(["failed: a.any.js?x: ugly: so", "passes or is gone, remove it: a.any.js?x: good"], table.Judge(Results));
    }

    [Fact]
    public void An_exact_table_has_no_fault() =>
        Assert.Empty(new WptExpectations([Group("later", "bad")], [], [Group("never: https://example.com/", "ugly")]).Judge(Results));

    [Fact]
    public void A_star_stands_for_every_subtest_of_a_file_and_for_no_less()
    {
        WptExpectations table = new([Group("later", "*")], [], []);
        Assert.Empty(table.Judge([new(File, [new("bad", false, "why"), new("ugly", false, "so")])]));
        Assert.Equal(["passes, so not every subtest fails: a.any.js?x: good"], table.Judge(Results));
        Assert.Equal(["*"], WptExpectations.Empty.Fitted([new(File, [new("bad", false, "why"), new("ugly", false, "so")])]).Debt[0].Tests[File.Id]);
    }

    [Fact]
    public void A_group_needs_a_reason_a_permanent_one_a_citation_and_no_subtest_two_groups()
    {
        WptExpectations table = new([Group(" ", "bad")], [Group("no data", "bad")], [Group("never", "ugly")]);
        Assert.Equal(
            [
                "\" \" is no reason: say why; a permanent one needs a citation (an https:// address).",
                "listed twice: a.any.js?x: bad",
                "\"never\" is no reason: say why; a permanent one needs a citation (an https:// address).",
            ],
            table.Judge(Results));
    }

    [Fact]
    public void A_fitted_table_keeps_reasons_and_has_no_fault_but_the_missing_ones()
    {
        WptExpectations fitted = new WptExpectations([Group("later", "bad", "good")], [], []).Fitted(Results);
        Assert.Equal(["later", ""], fitted.Debt.Select(x => x.Reason), StringComparer.Ordinal);
        Assert.Equal(["bad"], fitted.Debt[0].Tests[File.Id]);
        Assert.Equal(["ugly"], fitted.Debt[1].Tests[File.Id]);
        Assert.Single(fitted.Judge(Results));
    }

    [Fact]
    public void What_is_permanent_and_fails_is_left_out_of_the_share()
    {
        WptExpectations table = new([Group("later", "bad")], [], [Group("never: https://example.com/", "ugly")]);
        Assert.Equal(1, table.CountPermanent(Results[0]));
        Assert.Equal("| some | 1 | 3 | 1 | 1 | 50.00 % |", WptTable.RowOf("some", Results, table));
    }

    [Fact]
    public void A_heading_that_is_missing_or_unknown_is_refused()
    {
        Assert.Throws<System.Text.Json.JsonException>(() => WptExpectations.Parse("""{ "debt": [], "missingData": [] }"""));
        Assert.Throws<System.Text.Json.JsonException>(() => WptExpectations.Parse("""{ "debt": [], "missingData": [], "permanent": [], "later": [] }"""));
    }

    private static WptExpectedFailures Group(string reason, params string[] subtests) => new(reason, new(StringComparer.Ordinal) { [File.Id] = subtests });
}
