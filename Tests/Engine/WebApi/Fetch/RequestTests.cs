using System.Text;
using Jint.Runtime;
using PureEdge.Engine.Tests.Interop;
using PureEdge.Engine.WebApi.Fetch;

namespace PureEdge.Engine.Tests.WebApi.Fetch;

public class RequestTests
{
    [Fact]
    public void A_plain_request_has_the_defaults()
    {
        Assert.Equal(
            """["GET","http://a/b","follow",null,false,"",false,[]]""",
            TestRealm.Json("""
                const r = new Request('http://a/b');
                return [r.method, r.url, r.redirect, r.body, r.bodyUsed, r.integrity, r.keepalive, [...r.headers]];
                """));
    }

    [Theory]
    [InlineData("get", "GET")]
    [InlineData("Post", "POST")]
    [InlineData("patch", "patch")]
    [InlineData("X-Mine", "X-Mine")]
    public void Six_methods_are_written_in_upper_case(string method, string expected) =>
        Assert.Equal(expected, TestRealm.Run($"new Request('http://a/', {{ method: '{method}' }}).method").ToString());

    [Theory]
    [InlineData("new Request('/relative')", "Invalid URL: /relative")]
    [InlineData("new Request('')", "Invalid URL: ")]
    [InlineData("new Request()", "1 argument required")]
    [InlineData("new Request('http://a/', { method: 'TRACE' })", "\"TRACE\"")]
    [InlineData("new Request('http://a/', { method: 'a b' })", "\"a b\"")]
    [InlineData("new Request('http://a/', { body: 'x' })", "GET")]
    [InlineData("new Request('http://a/', { method: 'HEAD', body: 'x' })", "HEAD")]
    [InlineData("new Request('http://a/', { redirect: 'x' })", "redirect")]
    [InlineData("new Request('http://a/', { signal: {} })", "AbortSignal")]
    [InlineData("new Request('http://a/', 'x')", "not an object")]
    public void What_the_standard_refuses_is_a_type_error(string script, string part)
    {
        var e = Assert.Throws<JavaScriptException>(() => TestRealm.Run(script));
        Assert.Equal("TypeError", e.Error.Get("name").ToString());
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_is_made_from_a_request_and_takes_its_body()
    {
        Assert.Equal(
            """["PUT","1","x",true,true,"manual"]""",
            TestRealm.Json("""
                const a = new Request('http://a/', { method: 'POST', body: 'x', headers: { y: '1' }, cf: { z: 1 }, redirect: 'manual' });
                const b = new Request(a, { method: 'PUT' });
                return [b.method, b.headers.get('y'), await b.text(), a.bodyUsed, b.cf === a.cf, b.redirect];
                """));
    }

    [Fact]
    public void A_request_of_the_host_shows_what_it_brought()
    {
        var test = new TestRealm();
        var headers = new HeaderList();
        headers.Append("X-Y", "1");
        test.Engine.SetValue("request", JsRequest.FromHost(test.Realm, new WorkerRequest
        {
            Method = "POST",
            Url = "http://a/b?c",
            Headers = headers,
            Body = new SlowStream(Encoding.UTF8.GetBytes("{\"a\":1}")),
        }));
        Assert.Equal(
            """["POST","http://a/b?c","1","TypeError","1",{"a":1},true]""",
            test.EvaluateJson("""
                let refused; try { request.headers.set('x-y', '2'); } catch (e) { refused = e.name; }
                return [request.method, request.url, request.headers.get('x-y'), refused,
                  new Request(request.url, { headers: request.headers }).headers.get('x-y'), await request.json(), request.bodyUsed];
                """));
    }

    [Fact]
    public void Headers_of_a_request_made_from_an_incoming_one_can_change()
    {
        var test = new TestRealm();
        test.Engine.SetValue("request", JsRequest.FromHost(test.Realm, new WorkerRequest { Method = "GET", Url = "http://a/" }));
        Assert.Equal("2", test.Evaluate("var r = new Request(request); r.headers.set('x', '2'); r.headers.get('x')").ToString());
    }

    [Fact]
    public void A_signal_of_the_init_aborts_the_signal_of_the_request()
    {
        Assert.Equal(
            """[false,true,7,true]""",
            TestRealm.Json("""
                const c = new AbortController();
                const r = new Request('http://a/', { signal: c.signal });
                const before = r.signal.aborted;
                c.abort(7);
                return [before, r.signal.aborted, r.signal.reason, new Request(r).signal.aborted];
                """));
    }
}
