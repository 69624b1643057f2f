using System.Globalization;
using PureEdge.Engine.Tests.Events;

namespace PureEdge.Engine.Tests.Realm;

/// <summary>Faults of the interpreter that the weaver mends; the values are V8's.</summary>
public class InterpreterRepairTests
{
    [Theory]
    [InlineData("(/(x)/.exec('x'), /(y)/.test('y'), RegExp.$1)", "y")]
    [InlineData("(/(y)/.test('ayb'), [RegExp.lastMatch, RegExp['$`'], RegExp.rightContext, RegExp.input, RegExp.lastParen].join())", "y,a,b,ayb,y")]
    [InlineData("(/(y)/.test('y'), /(z)/.exec('z'), RegExp.$1)", "z")]
    [InlineData("(/(y)/.test('y'), /(z)/.test('n'), RegExp.$1)", "y")]
    [InlineData("(/(y)/.test('y'), RegExp.input = 'mine', RegExp.$1 + RegExp.input)", "ymine")]
    [InlineData("((r) => (r.test('a1b2'), r.test('a1b2'), RegExp.$1 + RegExp.lastMatch + r.lastIndex))(/[a-z](\\d)/g)", "2b24")]
    [InlineData("((r) => (r.test('xab'), r.lastIndex + RegExp.$1))(/(?<=(?<n>x)a)(b)/g)", "3x")]
    [InlineData("(/(b)/y.test('b'), RegExp.$1)", "b")]
    [InlineData("(/(?<=a)(b)/.test('ab'), RegExp.$1)", "b")]
    [InlineData("(/(\\p{L})/u.test('é'), RegExp.$1)", "é")]
    [InlineData("(/(ſ)/i.test('aſ'), RegExp.$1)", "ſ")]
    [InlineData("(/(a)|(b)/.test('b'), [RegExp.$1, RegExp.$2, RegExp.$3].join('|'))", "|b|")]
    [InlineData("((r) => (r.test('q'), r.test('q'), 'q'.replace(/(q)/, '$1'), RegExp.$1))(/(q)/)", "q")]
    public Task A_test_sets_the_static_properties_of_RegExp(string expression, string expected) => AssertIsAsync(expression, expected);

    [Theory]
    [InlineData("await new (class extends Promise { constructor() { super((r) => r(null)); } then(a, b) { return Promise.resolve(7).then(a, b); } })()", "7")]
    [InlineData("await Object.assign(Promise.resolve(1), { constructor: null, then: (a) => a(2) })", "2")]
    [InlineData("await Object.assign(Promise.resolve(1), { then: (a) => a(2) })", "1")]
    [InlineData("await Object.defineProperty(Promise.resolve(1), 'constructor', { get() { throw 'mine'; } })", "threw mine")]
    [InlineData("await Promise.reject('no')", "threw no")]
    [InlineData("await (async () => { class P extends Promise {} const seen = []; const other = (async () => { for (let i = 0; i < 4; i++) { await null; seen.push(i); } })(); await P.resolve(0); seen.push('own'); await other; return seen.join(); })()", "0,1,2,own,3")]
    [InlineData("await (async () => { const seen = []; const other = (async () => { for (let i = 0; i < 4; i++) { await null; seen.push(i); } })(); await Promise.resolve(0); seen.push('own'); await other; return seen.join(); })()", "0,own,1,2,3")]
    [InlineData("await (async () => { const seen = []; for await (const x of (async function* () { yield await Object.assign(Promise.resolve(1), { constructor: null, then: (a) => a(2) }); })()) seen.push(x); return seen.join(); })()", "2")]
    public Task An_awaited_promise_is_asked_by_its_own_then(string expression, string expected) => AssertIsAsync(expression, expected);

    [Theory]
    [InlineData("Iterator.prototype[Symbol.dispose].call(1)", "threw TypeError")]
    [InlineData("Iterator.prototype[Symbol.dispose].call(undefined)", "threw TypeError")]
    [InlineData("Iterator.prototype[Symbol.dispose].call({ return() { throw new EvalError(); } })", "threw EvalError")]
    [InlineData("new RegExp('(a)\\\\99999999999', 'u')", "threw SyntaxError")]
    [InlineData("new RegExp('(a)\\\\99999999999', 'v')", "threw SyntaxError")]
    [InlineData("new RegExp('(a)\\\\99999999999').exec('a99999999999')[1]", "a")]
    [InlineData("/(a)\\99999999999/.test('a99999999999')", "true")]
    [InlineData("Temporal.PlainDateTime.from('2026-01-02T03:04+010')", "threw RangeError")]
    [InlineData("Temporal.PlainDateTime.from('2026-01-02T03:04+01:')", "threw RangeError")]
    [InlineData("Temporal.PlainDateTime.from('2026-01-02T03:04+01020')", "threw RangeError")]
    [InlineData("Temporal.PlainDateTime.from('2026-01-02T03:04+01:020')", "threw RangeError")]
    [InlineData("Temporal.PlainDateTime.from('2026-01-02T03:04+01:02')", "2026-01-02T03:04:00")]
    [InlineData("Temporal.PlainDateTime.from('2026-01-02T03:04+0102')", "2026-01-02T03:04:00")]
    [InlineData("Temporal.PlainDateTime.from('2026-01-02T03:04+01')", "2026-01-02T03:04:00")]
    public Task What_a_built_in_cannot_use_is_an_error_of_the_script(string expression, string expected) => AssertIsAsync(expression, expected);

    [Theory]
    [InlineData(440, "if (n === {0}) return 'found'; else ", "return 'none';", "")]
    [InlineData(440, "a{0}: ", "return 'found';", "")]
    [InlineData(440, "{{ ", "return 'found';", " }}")]
    [InlineData(220, "switch (n) {{ default: ", "return 'found';", " }}")]
    public Task A_function_may_nest_as_deeply_as_a_source(int levels, string begin, string middle, string end)
    {
        string Repeat(string part) => string.Concat(Enumerable.Range(1, levels).Select(i => string.Format(CultureInfo.InvariantCulture, part, i)));
        return AssertIsAsync($"((n) => {{ {Repeat(begin)}{middle}{Repeat(end)} }})({levels})", "found");
    }

    private static async Task AssertIsAsync(string expression, string expected)
    {
        using var test = new TestWorker($$"""
            export default { async fetch() {
              let value;
              try { value = {{expression}}; } catch (e) { value = `threw ${e?.name ?? e}`; }
              return new Response(String(value));
            } }
            """);
        Assert.Equal(expected, await test.TextAsync());
        Assert.Empty(test.Faults);
    }
}
