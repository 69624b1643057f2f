using System.Text;
using Jint.Runtime;
using PureEdge.Engine.Tests.Interop;
using PureEdge.Engine.WebApi.Fetch;

namespace PureEdge.Engine.Tests.WebApi.Fetch;

public class ResponseTests
{
    [Fact]
    public void A_plain_response_has_the_defaults()
    {
        Assert.Equal(
            """["default","",false,200,true,"","text/plain;charset=UTF-8",false,"Hello",true]""",
            TestRealm.Json("""
                const r = new Response('Hello');
                return [r.type, r.url, r.redirected, r.status, r.ok, r.statusText, r.headers.get('content-type'), r.bodyUsed, await r.text(), r.bodyUsed];
                """));
    }

    [Fact]
    public void An_init_sets_status_text_and_headers()
    {
        Assert.Equal(
            """[404,"Nope","a/b","1",false]""",
            TestRealm.Json("""
                const r = new Response('x', { status: 404, statusText: 'Nope', headers: { 'Content-Type': 'a/b', y: '1' } });
                return [r.status, r.statusText, r.headers.get('content-type'), r.headers.get('y'), r.ok];
                """));
    }

    [Fact]
    public void A_response_is_an_init_for_another()
    {
        Assert.Equal(
            """[418,"1","x","z"]""",
            TestRealm.Json("""
                const first = new Response('x', { status: 418, headers: { y: '1' } });
                const second = new Response(first.body, first);
                second.headers.set('new', 'z');
                return [second.status, second.headers.get('y'), await second.text(), second.headers.get('new')];
                """));
    }

    [Theory]
    [InlineData("new Response('', { status: 199 })", "RangeError")]
    [InlineData("new Response('', { status: 600 })", "RangeError")]
    [InlineData("new Response(null, { status: 101 })", "RangeError")]
    [InlineData("new Response('', { status: 204 })", "TypeError")]
    [InlineData("new Response('', { status: 304 })", "TypeError")]
    [InlineData("new Response('', { statusText: 'a\\nb' })", "TypeError")]
    [InlineData("new Response('', { encodeBody: 'x' })", "TypeError")]
    [InlineData("new Response('', 1)", "TypeError")]
    [InlineData("Response.redirect('/x')", "TypeError")]
    [InlineData("Response.redirect('http://a/', 200)", "RangeError")]
    [InlineData("Response.json(undefined)", "TypeError")]
    [InlineData("Response.json(Symbol())", "TypeError")]
    [InlineData("Response.error().headers.set('a', 'b')", "TypeError")]
    [InlineData("Response.redirect('http://a/').headers.set('a', 'b')", "TypeError")]
    [InlineData("new Response('', { status: Symbol() })", "TypeError")]
    [InlineData("new Response('', { status: 1n })", "TypeError")]
    [InlineData("new Response({ toString: () => ({}), valueOf: () => ({}) })", "TypeError")]
    [InlineData("new Response('', { get headers() { throw new RangeError('mine'); } })", "RangeError")]
    [InlineData("Response('x')", "TypeError")]
    public void What_the_standard_refuses_is_refused(string script, string name)
    {
        var e = Assert.Throws<JavaScriptException>(() => TestRealm.Run(script));
        Assert.Equal(name, e.Error.Get("name").ToString());
    }

    [Fact]
    public void The_static_makers_follow_the_standard()
    {
        Assert.Equal(
            """[["application/json",{"a":1},201],["x/y"],[302,"http://a/b"],[308],["error",0,false]]""",
            TestRealm.Json("""
                const j = Response.json({ a: 1 }, { status: 201 });
                const e = Response.error();
                return [
                  [j.headers.get('content-type'), await j.json(), j.status],
                  [Response.json(1, { headers: { 'content-type': 'x/y' } }).headers.get('content-type')],
                  [Response.redirect('http://a/b').status, Response.redirect('http://a/b').headers.get('location')],
                  [Response.redirect('http://a/b', 308).status],
                  [e.type, e.status, e.ok]];
                """));
    }

    [Fact]
    public void A_body_is_read_once()
    {
        Assert.Equal(
            """["TypeError","TypeError","TypeError"]""",
            TestRealm.Json("""
                const r = new Response('x');
                await r.text();
                const name = f => f().then(() => 'none', e => e.name);
                let cloned; try { r.clone(); } catch (e) { cloned = e.name; }
                return [await name(() => r.text()), await name(() => r.json()), cloned];
                """));
    }

    [Fact]
    public void A_response_without_body_is_read_as_often_as_one_likes()
    {
        Assert.Equal(
            """[null,"","",0,false]""",
            TestRealm.Json("const r = new Response(null); return [r.body, await r.text(), await r.text(), (await r.arrayBuffer()).byteLength, r.bodyUsed]"));
    }

    [Fact]
    public void A_clone_has_the_content_and_headers_of_its_own()
    {
        Assert.Equal(
            """["x","x",null,"1"]""",
            TestRealm.Json("""
                const r = new Response('x'), c = r.clone();
                c.headers.set('y', '1');
                return [await r.text(), await c.text(), r.headers.get('y'), c.headers.get('y')];
                """));
    }

    [Fact]
    public void Bytes_go_to_the_host_as_bytes()
    {
        var test = new TestRealm();
        var response = ToHost(test, "new Response('Hé', { headers: { a: 'b' } })");
        Assert.Equal("Hé", Encoding.UTF8.GetString(response.Bytes.Span));
        Assert.Null(response.Body);
        Assert.Equal("b", response.Headers.Get("a"));
        Assert.Equal("text/plain;charset=UTF-8", response.Headers.Get("content-type"));
    }

    [Fact]
    public void Bytes_of_a_view_are_those_at_the_time_of_the_call()
    {
        var test = new TestRealm();
        var response = ToHost(test, "var b = new Uint8Array([1, 2, 3, 4]); var r = new Response(b.subarray(1, 3)); b.fill(9); r");
        Assert.Equal([2, 3], response.Bytes.ToArray());
        Assert.Equal(0, response.Headers.Count);
    }

    [Fact]
    public void A_stream_of_the_host_is_handed_back_untouched()
    {
        var test = new TestRealm();
        using var stream = new MemoryStream([1]);
        var request = JsRequest.FromHost(test.Realm, new WorkerRequest { Method = "POST", Url = "http://a/", Body = stream });
        test.Engine.SetValue("request", request);
        Assert.Same(stream, ToHost(test, "new Response(request.body)").Body);
    }

    [Fact]
    public void Headers_that_were_sent_no_longer_change()
    {
        var test = new TestRealm();
        var response = ToHost(test, "globalThis.r = new Response('x', { headers: { a: '1' } })");
        test.Evaluate("r.headers.set('a', '2')");
        Assert.Equal("1", response.Headers.Get("a"));
    }

    [Fact]
    public void The_type_of_a_blob_fits_into_a_header()
    {
        Assert.Equal("[\"a b\",\"TypeError\"]", TestRealm.Json("""
            const ok = new Response(new Blob([], { type: ' a b ' })).headers.get('content-type');
            try { new Response(new Blob([], { type: 'x'.repeat(100000) })); } catch (e) { return [ok, e.name]; }
            """));
    }

    [Theory]
    [InlineData("Response.error()")]
    [InlineData("var r = new Response('x'); r.text(); r")]
    public void What_cannot_be_sent_is_a_type_error(string script) =>
        Assert.Throws<JavaScriptException>(() => ToHost(new TestRealm(), script));

    [Fact]
    public void A_response_is_sent_once()
    {
        var test = new TestRealm();
        ToHost(test, "globalThis.r = new Response('x')");
        Assert.Throws<JavaScriptException>(() => ToHost(test, "r"));
    }

    private static WorkerResponse ToHost(TestRealm test, string script) =>
        ((JsResponse)test.Evaluate(script)).ToHost(test.Realm, test.Scope);
}
