using FuelProbe;

namespace PureEdge.Limits.Tests.Fuel;

/// <summary>An engine makes the table of properties of a prototype when that is first used: whoever uses it first is not billed for it.</summary>
public class FirstUseTests
{
    [Theory]
    [InlineData("Object.getOwnPropertyNames(globalThis).length + Reflect.ownKeys(Math).length")]
    [InlineData("for (const c in 'word');")]
    [InlineData("','.repeat(400).split(',').length")]
    [InlineData("new Intl.DateTimeFormat('en', { timeZone: 'America/New_York' })")]
    [InlineData("/^(?:[a-z]+:\\/\\/)?(?:[a-z0-9-]+\\.)+[a-z]{2,}(?::[0-9]+)?(?:\\/[a-z0-9._~%!$&'()*+,;=:@\\/-]*)?(?:\\?[a-z0-9._~%!$&'()*+,;=:@\\/?-]*)?(?:#[a-z0-9]*)?$/.test('http://a.example/b?c#d')")]
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
    public void The_first_use_of_a_prototype_costs_what_the_second_does(string program)
    {
        var costs = LargeStack.Run(() => FuelRun.Repeated(program, 3).Select(run => run.Steps).ToList());
        Assert.Single(costs.Distinct());
    }
}
