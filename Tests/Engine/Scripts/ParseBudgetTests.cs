using FsCheck;
using FsCheck.Xunit;
using PureEdge.Engine.Scripts;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Scripts;

public class ParseBudgetTests
{
    // A hundred of them are a large bundle.
    private const long Unit = 128 << 10;

    [Property]
    public void What_is_large_is_ended_by_work_and_not_by_the_clock(PositiveInt sources, PositiveInt wasm)
    {
        var limits = new ParseBudget(sources.Get * Unit, ExecutionLimits.Default, wasm.Get * Unit).Run("a.wasm", static s => s.Limits);
        Assert.True(limits.CpuMilliseconds > ExecutionLimits.Default.StartupCpuMilliseconds);
        Assert.True(limits.TurnMilliseconds >= 2 * limits.CpuMilliseconds, $"{limits.TurnMilliseconds} ms on the clock for {limits.CpuMilliseconds} ms of work");
    }

    [Fact]
    public void Nothing_is_longer_on_the_clock_than_an_integer_counts() =>
        Assert.Equal((int.MaxValue, int.MaxValue), new ParseBudget(0, ExecutionLimits.Default, 1L << 50).Run("a.wasm", static s => (s.Limits.CpuMilliseconds, s.Limits.TurnMilliseconds)));
}
