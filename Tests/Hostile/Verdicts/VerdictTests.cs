using PureEdge.Hostile.Tests.Attacks;
using PureEdge.Hostile.Tests.Servers;

namespace PureEdge.Hostile.Tests.Verdicts;

public sealed class VerdictTests
{
    private static readonly Script Tame = Script.Parse("a/tame.js", "1");
    private static readonly Script Known = Script.Parse("a/known.js", "1");
    private static readonly Expectations OneDebt = new([new("a/known.js", "what a later issue brings")], []);
    private static readonly Breach Late = new(Promise.Ends, "late");
    private static readonly Breach Big = new(Promise.Memory, "big");

    [Fact]
    public void A_script_that_keeps_every_promise_passes() => Assert.Null(OneDebt.Judge(Tame, [Of(Tame)], isWhole: true));

    [Fact]
    public void A_script_that_breaks_one_fails_with_what_it_did() => Assert.Equal("a/tame.js handler: Ends: late", OneDebt.Judge(Tame, [Of(Tame), Of(Tame, Late)], isWhole: true));

    [Fact]
    public void An_expected_breach_passes() => Assert.Null(OneDebt.Judge(Known, [Of(Known), Of(Known, Late)], isWhole: true));

    [Fact]
    public void An_expected_breach_that_does_not_come_fails_when_every_form_was_tried()
    {
        Assert.Equal("a/known.js keeps every promise: remove it from expectations.json.", OneDebt.Judge(Known, [Of(Known)], isWhole: true));
        Assert.Null(OneDebt.Judge(Known, [Of(Known)], isWhole: false));
    }

    [Fact]
    public void An_entry_needs_a_script_a_reason_no_twin_and_a_citation_if_permanent()
    {
        Expectations faulty = new([new("gone", "x"), new("a", " ")], [new("a", "because")]);
        Assert.Equal(
            ["\"gone\" is not a script.", "\"a\" has no reason.", "\"a\" has more than one entry.", "\"a\" is permanent without a citation (an https:// address in its reason)."],
            faulty.Faults(["a"]));
    }

    [Fact]
    public void What_was_broken_once_of_two_times_does_not_count()
    {
        Assert.Equal([Big], Of(Tame, Late, Big).ConfirmedBy(Of(Tame, Big)).Breaches);
        Assert.Equal([], Of(Tame, Late).ConfirmedBy(Of(Tame, Big)).Breaches);
    }

    [Fact]
    public void A_stall_weighs_as_much_as_it_lasts()
    {
        Latencies latencies = Latencies.Of([.. Enumerable.Repeat(new NeighbourSample(0, 1, true), 900), new(0, 100, false)]);
        Assert.Equal(1, latencies.Failures);
        Assert.Equal(100, latencies.Max);
        Assert.Equal(1, latencies.Quantile(0.5));
        Assert.InRange(latencies.Quantile(0.99), 85, 95);
    }

    [Fact]
    public void A_reading_is_a_line_of_numbers_and_words()
    {
        Reading reading = Reading.Parse("1 2 3 4 50000 6 7 generation 2");
        Assert.Equal(new Reading(1, 2, 3, 4, TimeSpan.FromMilliseconds(5), 6, 7, "generation 2"), reading);
    }

    private static Measurement Of(Script script, params Breach[] breaches) =>
        new(new(script, Form.Handler, IsRelaxed: false), new(200, null, "", default), default, default, 0, 0, default, Latencies.None, 0, breaches);
}
