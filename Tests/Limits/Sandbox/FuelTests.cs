namespace PureEdge.Limits.Tests.Sandbox;

/// <summary>The bill and the kill. What programs cost: the folder Fuel.</summary>
public class FuelTests
{
    [Fact]
    public void A_request_is_killed_at_exactly_its_limit_and_billed_the_limit()
    {
        var limits = LimitedEngine.Patient with { CpuMilliseconds = 1 };
        Assert.Equal("killed: Cpu", LimitedEngine.Run("let n = 0; for (;;) n++", limits).Outcome);
        var counts = Enumerable.Range(0, 3).Select(_ =>
        {
            var engine = LimitedEngine.New();
            var (_, session) = LimitedEngine.Run("globalThis.n = 0; for (;;) n++", limits, engine);
            return (engine.Evaluate("n").ToString(), session.Report.Fuel);
        }).Distinct().ToList();
        Assert.Single(counts);
        Assert.Equal(Limits.Fuel.PerMillisecond, counts[0].Fuel);
    }
}
