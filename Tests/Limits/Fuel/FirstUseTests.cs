using FuelProbe;

namespace PureEdge.Limits.Tests.Fuel;

/// <summary>
/// Debt: an engine makes the table of properties of a prototype when that is first used, and whoever uses it first is billed 2 to 6
/// sixteenths of fuel; with rounding, the first request of an isolate may cost one more than the second.
/// </summary>
public class FirstUseTests
{
    [Theory]
    [InlineData("[1].map")]
    [InlineData("'a'.slice(1)")]
    [InlineData("Math.abs(1)")]
    [InlineData("new Set().add(1)")]
    [InlineData("new Date(0).getTime()")]
    [InlineData("new Uint8Array(1).fill(0)")]
    [InlineData("Symbol.iterator")]
    [InlineData("Object.keys({})")]
    [InlineData("[...'ab'.matchAll(/b/g)]")]
    [InlineData("Iterator.from([1])")]
    [InlineData("new AggregateError([])")]
    [InlineData("Temporal.PlainDate.from('2020-01-01').toString()")]
    public void The_first_use_of_a_prototype_is_still_billed(string program)
    {
        var costs = LargeStack.Run(() => FuelRun.Repeated(program, 3).Select(run => run.Steps).ToList());
        Assert.True(costs[0] != costs[1], "The first call costs what the second does: remove this case, and with the last one the Skip(1) that name this class.");
        Assert.Equal(costs[1], costs[2]);
    }
}
