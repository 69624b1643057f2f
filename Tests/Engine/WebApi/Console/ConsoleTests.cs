using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Console;

public class ConsoleTests
{
    [Theory]
    [InlineData("'a', 1, true, null, undefined, 2n, Symbol('s'), -0", "a 1 true null undefined 2n Symbol(s) -0")]
    [InlineData("{ a: 1, b: 'x', 'c-d': [1, 2], [Symbol('s')]: null }", "{ a: 1, b: 'x', 'c-d': [ 1, 2 ], [Symbol(s)]: null }")]
    [InlineData("{}, [], Object.create(null)", "{} [] [Object: null prototype] {}")]
    [InlineData("{ a: { b: { c: { d: 1 } } } }", "{ a: { b: { c: [Object] } } }")]
    [InlineData("new Map([['a', 1]]), new Set(['b'])", "Map(1) { 'a' => 1 } Set(1) { 'b' }")]
    [InlineData("new (class Foo { constructor() { this.x = 1; } })()", "Foo { x: 1 }")]
    [InlineData("class A {}, class extends Array {}, function f() {}, async () => {}, function* g() {}", "[class A] [class (anonymous) extends Array] [Function: f] [AsyncFunction (anonymous)] [GeneratorFunction: g]")]
    [InlineData("{ get a() { throw 1; }, set a(v) {}, get b() { throw 1; } }", "{ a: [Getter/Setter], b: [Getter] }")]
    [InlineData("new Proxy({}, { get() { throw 1; }, ownKeys() { throw 1; } })", "[Proxy]")]
    [InlineData("[1, , , 4, undefined]", "[ 1, <2 empty items>, 4, undefined ]")]
    [InlineData("new Uint8Array([1, 2]), new ArrayBuffer(2)", "Uint8Array(2) [ 1, 2 ] ArrayBuffer { [Uint8Contents]: <00 00>, byteLength: 2 }")]
    [InlineData("new Date(0), /a/g, new Number(1), new String('x')", "1970-01-01T00:00:00.000Z /a/g [Number: 1] [String: 'x']")]
    [InlineData("new Date(NaN)", "Invalid Date")]
    [InlineData("[\"it's\", 'a\\nb']", "[ \"it's\", 'a\\nb' ]")]
    [InlineData("'%s is %d and %i, %f %% %j %o %c!', 'x', '4.5', 4.9, '1.5', { a: [1, 'b'] }, { z: 1 }, 'css', 'rest'", "x is 4.5 and 4, 1.5 % {\"a\":[1,\"b\"]} { z: 1 } ! rest")]
    [InlineData("'100%', 'x'", "100% x")]
    [InlineData("'%s %s', 'only'", "only %s")]
    [InlineData("'%d', { valueOf() { throw 1; } }", "NaN")]
    public void Values_are_printed_as_node_prints_them(string arguments, string expected)
    {
        var test = new TestRealm();
        test.Evaluate($"console.log({arguments})");
        Assert.Equal((WorkerLogLevel.Log, expected), Assert.Single(test.Logged));
    }

    [Fact]
    public void Circles_are_marked() => Assert.Equal("<ref *1> { self: [Circular *1], list: [ [Circular *1] ] }", Log("const o = {}; o.self = o; o.list = [o]; console.log(o)"));

    [Fact]
    public void Errors_come_with_stack_cause_and_properties()
    {
        var text = Log("function culprit() { return new TypeError('bad', { cause: 1 }); } const e = culprit(); e.code = 'E'; console.log(e)");
        Assert.StartsWith("TypeError: bad\n    at culprit (", text, StringComparison.Ordinal);
        Assert.EndsWith(" {\n  [cause]: 1,\n  code: 'E'\n}", text, StringComparison.Ordinal);
        Assert.StartsWith("AbortError: gone\n    at ", Log("console.log(new DOMException('gone', 'AbortError'))"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_the_script_runs_while_a_value_is_printed()
    {
        var text = Log("""
            let ran = 0;
            const trap = new Proxy(function () {}, new Proxy({}, { get() { ran++; } }));
            function named() { return new Error("x"); }
            Object.defineProperty(named, "name", { get() { ran++; return "n"; } });
            const error = named();
            Object.defineProperty(error, "message", { get() { ran++; } });
            const o = Object.create(trap, { a: { get() { ran++; }, enumerable: true } });
            Object.defineProperty(o, "constructor", { get() { ran++; } });
            o.toString = o.toJSON = o.valueOf = o[Symbol.toPrimitive] = () => { ran++; };
            ran = 0;
            console.log(o, error, trap, { trap, o });
            console.log("%s %d %i %f %j %o %O %c", o, o, o, o, o, o, o, o);
            console.dir(o, trap); console.table([o, trap]); console.assert(false, o); console.group(o); console.trace(o);
            console.info(ran);
            """);
        Assert.Equal("  0", text);
    }

    [Fact]
    public void A_label_is_converted_to_a_string_as_Web_IDL_says() =>
        Assert.Equal("x: 1", Log("console.count({ toString() { return 'x'; } });").Trim());

    [Fact]
    public void A_line_is_never_longer_than_sixteen_kilobytes()
    {
        var test = new TestRealm();
        test.Evaluate("""
            const big = "x".repeat(100000);
            console.log(big); console.log("%s", big); console.log(big, big); console.log({ big, [big]: big }); console.log([big, big]);
            console.log(new Map([[big, big]])); console.log(Symbol(big)); console.log(new Error(big)); console.table([{ [big]: big }]);
            console.log(1n << 100000n); console.log("%j", [big, big]);
            """);
        Assert.Equal(11, test.Logged.Count);
        Assert.All(test.Logged, line => Assert.InRange(line.Text.Length, 1, 16 * 1024));
    }

    [Fact]
    public void A_hundred_items_are_printed_and_the_others_counted()
    {
        Assert.EndsWith("... 900 more items\n]", Log("console.log(new Array(1000).fill(1))"), StringComparison.Ordinal);
        Assert.EndsWith("... 150 more items\n}", Log("const s = new Set(); for (let i = 0; i < 250; i++) s.add(i); console.log(s)"), StringComparison.Ordinal);
        Assert.EndsWith("... 20 more items\n}", Log("const o = {}; for (let i = 0; i < 120; i++) o['k' + i] = i; console.log(o)"), StringComparison.Ordinal);
        Assert.Contains("more items", Log("const a = []; a[4e9] = 1; console.log(a)"), StringComparison.Ordinal);
    }

    [Fact]
    public void Wide_and_deep_values_cost_little() => Assert.InRange(Log("""
        let o = 1;
        for (let i = 0; i < 8; i++) o = new Array(100).fill(o);
        console.dir(o, { depth: 1e9 });
        """).Length, 1_000, 16 * 1024);

    [Fact]
    public void Each_method_has_its_level()
    {
        var test = new TestRealm();
        test.Evaluate("const { debug, info, warn, error } = console; debug(1); info(2); warn(3); error(4); console.assert(true, 5); console.assert(0); console.assert(0, 'a', 6);");
        Assert.Equal(
            [(WorkerLogLevel.Debug, "1"), (WorkerLogLevel.Info, "2"), (WorkerLogLevel.Warn, "3"), (WorkerLogLevel.Error, "4"),
                (WorkerLogLevel.Error, "Assertion failed"), (WorkerLogLevel.Error, "Assertion failed: a 6")],
            test.Logged);
    }

    [Fact]
    public void Groups_counters_and_timers_keep_state()
    {
        var test = new TestRealm();
        test.Evaluate("console.group('g'); console.log('a\\nb'); console.groupEnd(); console.count(); console.count('x'); console.count(); console.countReset(); console.count(); console.time('t')");
        test.NowMilliseconds += 12.5;
        test.Evaluate("console.timeLog('t', 1); console.timeEnd('t'); console.timeEnd('t'); console.groupEnd(); console.clear(); console.log()");
        Assert.Equal(
            ["g", "  a\n  b", "default: 1", "x: 1", "default: 2", "default: 1", "t: 12.5ms 1", "t: 12.5ms", "Timer 't' does not exist", ""],
            test.Logged.ConvertAll(line => line.Text));
    }

    [Fact]
    public void A_table_has_a_column_for_each_property() => Assert.Equal(
        """
        ┌─────────┬───┬─────┬────────┐
        │ (index) │ a │ b   │ Values │
        ├─────────┼───┼─────┼────────┤
        │ 0       │ 1 │ 'x' │        │
        │ 1       │   │     │ 2      │
        └─────────┴───┴─────┴────────┘
        """.ReplaceLineEndings("\n"), Log("console.table([{ a: 1, b: 'x' }, 2])"));

    [Fact]
    public void It_is_a_namespace_object() => Assert.Equal(
        """["[object console]","log",true]""", TestRealm.Json("return [String(console), console.log.name, Object.keys(console).includes('log')]"));

    private static string Log(string script)
    {
        var test = new TestRealm();
        test.Evaluate(script);
        return test.Logged[^1].Text;
    }
}
