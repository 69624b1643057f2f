using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Events;

/// <summary>Which functions a request that a limit ended is told of.</summary>
public class HotFunctionsTests
{
    private const string Loop = "for (let i = 0; i < 1e9; i++) n++;";

    [Theory]
    [InlineData($"function work() {{ {Loop} }} work();", "work")]
    [InlineData($"const work = () => {{ {Loop} }}; work();", "work")]
    [InlineData($"const o = {{}}; o.work = function () {{ {Loop} }}; o.work();", "work")]
    [InlineData($"const o = {{ work() {{ {Loop} }} }}; o.work();", "work")]
    [InlineData($"class C {{ #work() {{ {Loop} }} go() {{ this.#work(); }} }} new C().go();", "#work")]
    [InlineData($"class C {{ work = () => {{ {Loop} }} }} new C().work();", "work")]
    [InlineData($"class C {{ get work() {{ {Loop} }} }} new C().work;", "work")]
    [InlineData($"[1].forEach(() => {{ {Loop} }});", "anonymous function")]
    [InlineData(Loop, "fetch")]
    public async Task The_function_that_ran_is_named(string body, string name)
    {
        using var test = new TestWorker($"let n = 0;\nexport default {{ fetch() {{ {body} }} }}", TestWorker.Patient);
        var hottest = (await test.FailureAsync()).HotFunctions[0];
        Assert.Equal(name, hottest.Name);
        Assert.StartsWith("worker.js:2:", hottest.Place, StringComparison.Ordinal);
        Assert.InRange(hottest.Share, 0.9, 1);
    }

    [Fact]
    public async Task Several_come_with_their_shares_the_hottest_first()
    {
        using var test = new TestWorker("""
            let n = 0;
            function little() { for (let i = 0; i < 2000; i++) n++; }
            function much() { for (let i = 0; i < 8000; i++) n--; }
            export default { fetch() { for (;;) { little(); much(); } } };
            """, TestWorker.Patient with { CpuMilliseconds = 500 });
        var functions = (await test.FailureAsync()).HotFunctions;
        Assert.Equal(["much worker.js:3:1", "little worker.js:2:1"], functions.Take(2).Select(f => $"{f.Name} {f.Place}"), StringComparer.Ordinal);
        Assert.InRange(functions[0].Share, 0.7, 0.9);
        Assert.InRange(functions[1].Share, 0.1, 0.3);
    }

    [Fact]
    public async Task The_top_level_is_told_as_such()
    {
        using var test = new TestWorker("let n = 0; " + Loop + " export default { fetch() { } }", TestWorker.Patient);
        var hottest = (await test.FailureAsync()).HotFunctions[0];
        Assert.Equal(("top level", "worker.js"), (hottest.Name, hottest.Place));
    }

    [Fact]
    public async Task Names_are_cut_and_a_long_way_to_the_function_ends()
    {
        var name = new string('n', 5_000);
        using var longName = new TestWorker($"let n = 0; function {name}() {{ {Loop} }} export default {{ fetch() {{ {name}(); }} }}", TestWorker.Patient);
        Assert.Equal(new string('n', 64) + "...", (await longName.FailureAsync()).HotFunctions[0].Name);

        // Before the statement stand more siblings than are looked at: it is told without a name.
        var before = string.Concat(Enumerable.Repeat("n=1;", 110_000));
        using var farAway = new TestWorker($"let n = 0; function work() {{ {before}\n{Loop} }} export default {{ fetch() {{ work(); }} }}", TestWorker.Patient);
        var hottest = (await farAway.FailureAsync()).HotFunctions[0];
        Assert.Null(hottest.Name);
        Assert.StartsWith("worker.js:2:", hottest.Place, StringComparison.Ordinal);
    }
}
