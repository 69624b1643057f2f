using Jint.Runtime;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Fetch;

public class HeadersTests
{
    [Theory]
    [InlineData("new Headers({ B: '2', a: '1' })")]
    [InlineData("new Headers([['B', '2'], ['a', '1']])")]
    [InlineData("new Headers(new Headers({ B: '2', a: '1' }))")]
    [InlineData("new Headers(new Map([['B', '2'], ['a', '1']]))")]
    public void Headers_are_made_from_records_sequences_and_headers_and_iterate_sorted(string make) =>
        Assert.Equal("""[["a","1"],["b","2"]]""", TestRealm.Json($"return [...{make}]"));

    [Fact]
    public void Values_of_one_name_are_joined_but_cookies_stay_apart()
    {
        Assert.Equal(
            """[[["set-cookie","a=1"],["set-cookie","b=2"],["x","1, 2"]],"1, 2","a=1, b=2",["a=1","b=2"],["a=1","b=2"]]""",
            TestRealm.Json("""
                const h = new Headers();
                h.append('X', '1'); h.append('Set-Cookie', 'a=1'); h.append('x', ' 2\t'); h.append('set-cookie', 'b=2');
                return [[...h], h.get('x'), h.get('set-cookie'), h.getSetCookie(), h.getAll('Set-Cookie')];
                """));
    }

    [Fact]
    public void Set_delete_has_and_for_each_follow_the_standard()
    {
        Assert.Equal(
            """["9",false,null,[["9","b",true]],["b"],["9"]]""",
            TestRealm.Json("""
                const h = new Headers([['a', '1'], ['b', '2'], ['B', '3']]);
                h.set('b', '9'); h.delete('A');
                const seen = [];
                h.forEach((v, n, all) => seen.push([v, n, all === h]));
                return [h.get('B'), h.has('a'), h.get('a'), seen, [...h.keys()], [...h.values()]];
                """));
    }

    [Theory]
    [InlineData("new Headers({ 'a b': '1' })", "\"a b\"")]
    [InlineData("new Headers().append('', '1')", "\"\"")]
    [InlineData("new Headers().get('x:')", "\"x:\"")]
    [InlineData("new Headers().append('x-y', 'a\\nb')", "\"x-y\"")]
    [InlineData("new Headers().set('x-y', 'a\\0b')", "\"x-y\"")]
    [InlineData("new Headers({ 'x-y': 'a\\r\\nEvil: 1' })", "\"x-y\"")]
    [InlineData("new Headers({ 'x-y': '\\u0100' })", "\"x-y\"")]
    [InlineData("new Headers([['x']])", "fewer than two")]
    [InlineData("new Headers([['x', 'y', 'z']])", "more than two")]
    [InlineData("new Headers(null)", "headers must be")]
    [InlineData("new Headers({ [Symbol('s')]: '1' })", "Symbol")]
    [InlineData("new Headers().getAll('accept')", "\"accept\"")]
    [InlineData("Headers.prototype.get.call({}, 'x')", "Illegal invocation")]
    public void What_is_no_header_is_a_type_error_that_names_it(string script, string part)
    {
        var e = Assert.Throws<JavaScriptException>(() => TestRealm.Run(script));
        Assert.Equal("TypeError", e.Error.Get("name").ToString());
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("const h = new Headers(); for (let i = 0; i < 1001; i++) h.append('x', 'y')", "1000 headers")]
    [InlineData("new Headers({ big: 'x'.repeat(131072) })", "131072 bytes")]
    [InlineData("new Headers(function* () { for (;;) yield ['a', 'b']; }())", "1000 headers")]
    public void A_list_has_a_largest_number_and_size(string script, string part)
    {
        var e = Assert.Throws<JavaScriptException>(() => TestRealm.Run(script));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("const h = new Headers(); for (let i = 0; i < 1000; i++) h.append('x' + i, 'y'); [...h].length", "1000")]
    [InlineData("const h = new Headers({ big: 'x'.repeat(131072 - 3) }); h.get('big').length", "131069")]
    [InlineData("new Request('http://a.example/', { method: 'M'.repeat(64) }).method.length", "64")]
    [InlineData("new Response('', { statusText: 'x'.repeat(1024) }).statusText.length", "1024")]
    public void What_is_just_within_is_taken(string script, string expected) => Assert.Equal(expected, TestRealm.Run(script).ToString());

    [Theory]
    [InlineData("new Response('', { headers: { big: 'x'.repeat(131072) } })", "131072 bytes")]
    [InlineData("const r = new Response(''); for (let i = 0; i < 1001; i++) r.headers.append('set-cookie', 'y')", "1000 headers")]
    [InlineData("new Request('http://a.example/', { method: 'M'.repeat(65) })", "Invalid HTTP method")]
    [InlineData("new Response('', { statusText: 'x'.repeat(1025) })", "statusText")]
    public void A_request_or_response_past_what_it_may_is_a_type_error(string script, string part)
    {
        var e = Assert.Throws<JavaScriptException>(() => TestRealm.Run(script));
        Assert.Equal("TypeError", e.Error.Get("name").ToString());
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_during_iteration_shows()
    {
        Assert.Equal("""["a","b","c"]""", TestRealm.Json("""
            const h = new Headers({ a: '1', b: '2' });
            const seen = [];
            for (const [n] of h) { seen.push(n); if (n === 'a') h.append('c', '3'); }
            return seen;
            """));
    }

    [Fact]
    public void An_iterator_that_fails_is_closed()
    {
        Assert.Equal("""["TypeError",true]""", TestRealm.Json("""
            let closed = false, name;
            const pairs = { [Symbol.iterator]: () => ({ next: () => ({ value: ['a b', 'c'] }), return: () => { closed = true; throw 1; } }) };
            try { new Headers(pairs); } catch (e) { name = e.name; }
            return [name, closed];
            """));
    }

    [Fact]
    public void A_subclass_is_a_headers_object_of_its_own()
    {
        Assert.Equal("""[true,true,"1"]""", TestRealm.Json("""
            class Mine extends Headers { first() { return this.get('a'); } }
            const h = new Mine({ a: '1' });
            return [h instanceof Mine, h instanceof Headers, h.first()];
            """));
    }
}
