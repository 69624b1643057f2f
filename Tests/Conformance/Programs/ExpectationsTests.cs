namespace PureEdge.Conformance.Tests.Programs;

public sealed class ExpectationsTests
{
    private static readonly Expectations OneDebt = new([new("yaml", "needs what a later issue brings")], [], []);

    [Fact]
    public void A_passing_program_without_an_entry_passes() => Assert.Null(OneDebt.Judge("zod", null));

    [Fact]
    public void A_failing_program_without_an_entry_fails_with_its_differences() => Assert.Equal("status differs", OneDebt.Judge("zod", "status differs"));

    [Fact]
    public void A_failing_program_with_an_entry_passes() => Assert.Null(OneDebt.Judge("yaml", "status differs"));

    [Fact]
    public void A_passing_program_with_an_entry_fails() => Assert.Equal("\"yaml\" passes: remove it from expectations.json.", OneDebt.Judge("yaml", null));

    [Fact]
    public void An_entry_needs_a_program_a_reason_no_twin_and_a_citation_if_permanent()
    {
        Expectations faulty = new([new("gone", "x"), new("zod", " ")], [new("yaml", "x")], [new("yaml", "because")]);

        Assert.Equal(
            ["\"gone\" is not a program.", "\"zod\" has no reason.", "\"yaml\" has more than one entry.", "\"yaml\" is permanent without a citation (an https:// address in its reason)."],
            faulty.Faults(["yaml", "zod"]));
    }

    [Fact]
    public void A_heading_that_is_missing_or_unknown_is_refused()
    {
        Assert.Throws<System.Text.Json.JsonException>(() => Expectations.Parse("""{ "debt": [], "missingData": [] }"""));
        Assert.Throws<System.Text.Json.JsonException>(() => Expectations.Parse("""{ "debt": [], "missingData": [], "permanent": [], "later": [] }"""));
    }
}
