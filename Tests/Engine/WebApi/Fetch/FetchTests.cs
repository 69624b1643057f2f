using System.Text;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Fetch;

public class FetchTests
{
    private const string Failure = "const name = p => p.then(() => 'none', e => `${e.name}: ${e.message}`);";

    [Fact]
    public void A_request_goes_out_and_its_response_comes_back()
    {
        var headers = new HeaderList();
        headers.Append("X-Y", "1");
        var body = new SlowStream(Encoding.UTF8.GetBytes("Hello, world"));
        var sent = "";
        var outbound = new FakeOutbound(async (request, token) =>
        {
            sent = await new StreamReader(request.Body!).ReadToEndAsync(token);
            return new WorkerResponse { Status = 203, StatusText = "Fine", Headers = headers, Body = body, Url = "http://b/", Redirected = true };
        });
        var test = new TestRealm(outbound);
        Assert.Equal(
            """[203,"Fine","1","http://b/",true,"TypeError","default","Hello, world",true]""",
            test.EvaluateJson("""
                const r = await fetch('http://a/x#y', { method: 'post', headers: { q: 'z' }, body: 'abc', redirect: 'manual' });
                let refused; try { r.headers.set('a', 'b'); } catch (e) { refused = e.name; }
                return [r.status, r.statusText, r.headers.get('x-y'), r.url, r.redirected, refused, r.type, await r.text(), r.bodyUsed];
                """));
        var request = Assert.Single(outbound.Requests);
        Assert.Equal(("POST", "http://a/x", "z", "manual", 3L), (request.Method, request.Url, request.Headers.Get("q"), request.Redirect, request.ContentLength!.Value));
        Assert.Equal("text/plain;charset=UTF-8", request.Headers.Get("content-type"));
        Assert.Equal("abc", sent);
        Assert.True(body.IsDisposed);
    }

    [Fact]
    public void A_URL_that_no_server_would_take_does_not_go_out()
    {
        var outbound = new FakeOutbound(_ => new WorkerResponse { Status = 200, Bytes = "ok"u8.ToArray() });
        var test = new TestRealm(outbound);
        Assert.Equal(
            """["none","TypeError: The URL has 65520 characters; a request may have one of at most 65519."]""",
            test.EvaluateJson(Failure + "const of = n => 'http://a/'.padEnd(n, 'x'); return [await name(fetch(of(65519))), await name(fetch(of(65520)))];"));
        Assert.Single(outbound.Requests);
    }

    [Fact]
    public void Redirecting_a_request_object_takes_its_body_and_headers()
    {
        var outbound = new FakeOutbound(_ => new WorkerResponse { Status = 200, Bytes = "ok"u8.ToArray() });
        Assert.Equal(
            """["ok",true]""",
            new TestRealm(outbound).EvaluateJson("""
                const q = new Request('http://a/', { method: 'PUT', body: new Uint8Array([1, 2]), headers: { x: 'y' } });
                return [await (await fetch(q)).text(), q.bodyUsed];
                """));
        Assert.Equal("y", outbound.Requests[0].Headers.Get("x"));
        Assert.Equal(2, outbound.Requests[0].ContentLength);
    }

    [Theory]
    [InlineData("fetch()", "TypeError: Failed to execute 'fetch'")]
    [InlineData("fetch('/x')", "TypeError: Invalid URL: /x")]
    [InlineData("fetch('ftp://a/')", "TypeError: Fetch API cannot load a URL with the scheme \\\"ftp\\\"")]
    [InlineData("fetch('http://a/', { body: 'x' })", "TypeError: A Request with the method GET")]
    [InlineData("fetch('http://a/')", "TypeError: no network in this test")]
    [InlineData("fetch(Symbol())", "TypeError: Cannot convert")]
    [InlineData("fetch({ toString: () => ({}), valueOf: () => ({}) })", "TypeError: ")]
    [InlineData("fetch('http://a/', { get method() { throw new RangeError('mine'); } })", "RangeError: mine")]
    [InlineData("fetch('http://user:secret@a/')", "TypeError: Invalid URL: a request's URL may not")]
    [InlineData("fetch('data:x')", "TypeError: Fetch API cannot load this data")]
    public void What_cannot_be_fetched_is_a_rejection(string script, string message) =>
        Assert.StartsWith('"' + message, TestRealm.Json($"{Failure} return name({script})"), StringComparison.Ordinal);

    [Fact]
    public void At_the_top_level_nothing_is_fetched() =>
        Assert.Contains(
            "TypeError: Disallowed operation called within global scope",
            new TestRealm { AllowsIO = false }.EvaluateJson($"{Failure} return name(fetch('http://a/'))"),
            StringComparison.Ordinal);

    [Fact]
    public void Subrequests_are_counted()
    {
        var outbound = new FakeOutbound(_ => new WorkerResponse { Status = 200 });
        Assert.Equal(
            "\"Error: Too many subrequests.\"",
            new TestRealm(outbound).EvaluateJson($"{Failure} for (let i = 0; i < 50; i++) await fetch('http://a/'); return name(fetch('http://a/'))"));
        Assert.Equal(50, outbound.Requests.Count);
    }

    [Fact]
    public void An_aborted_signal_rejects_before_anything_is_sent()
    {
        var outbound = new FakeOutbound(_ => new WorkerResponse { Status = 200 });
        Assert.Equal("7", new TestRealm(outbound).EvaluateJson(
            "return fetch('http://a/', { signal: AbortSignal.abort(7) }).catch(e => e)"));
        Assert.Empty(outbound.Requests);
    }

    [Fact]
    public async Task An_abort_rejects_with_its_reason_and_cancels_the_request()
    {
        var cancelled = new TaskCompletionSource();
        var outbound = new FakeOutbound(async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancelled.SetResult();
            token.ThrowIfCancellationRequested();
            return new WorkerResponse { Status = 200 };
        });
        Assert.Equal("\"AbortError\"", new TestRealm(outbound).EvaluateJson("""
            const c = new AbortController();
            const p = fetch('http://a/', { signal: c.signal });
            c.abort();
            return p.catch(e => e.name);
            """));
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void An_abort_while_the_body_arrives_fails_the_body_with_its_reason()
    {
        SlowStream? body = null;
        var outbound = new FakeOutbound((_, token) => Task.FromResult(new WorkerResponse { Status = 200, Body = body = new SlowStream([1], 1, token) }));
        Assert.Equal("7", new TestRealm(outbound).EvaluateJson("""
            const c = new AbortController();
            const r = await fetch('http://a/', { signal: c.signal });
            const p = r.text();
            c.abort(7);
            return p.catch(e => e);
            """));
        Assert.True(body!.IsDisposed);
    }

    [Fact]
    public void A_request_body_is_released_when_the_exchange_is_over()
    {
        var outbound = new FakeOutbound(_ => new WorkerResponse { Status = 200, Bytes = "early"u8.ToArray() });
        var test = new TestRealm(outbound);
        Assert.Equal("[\"early\",true]", test.EvaluateJson("""
            let told; const cancelled = new Promise(r => told = r);
            const body = new ReadableStream({ pull: c => c.enqueue(new Uint8Array(1)), cancel: () => told(true) });
            const r = await fetch('http://a/', { method: 'POST', body });
            return [await r.text(), await cancelled];
            """));
        Assert.Equal(0, test.Scope.Pending);
    }

    [Theory]
    [InlineData("data:,a%20b", "text/plain;charset=US-ASCII", "a b")]
    [InlineData("data:text/html;charset=utf-8,%3Cp%3E", "text/html;charset=utf-8", "<p>")]
    [InlineData("data:text/plain;base64,SGVsbG8=", "text/plain", "Hello")]
    [InlineData("data:;base64,SGVsbG8", "text/plain;charset=US-ASCII", "Hello")]
    [InlineData("data:;charset=x; BASE64,SGVs%20bG8=", "text/plain;charset=x", "Hello")]
    [InlineData("data:nonsense,x", "text/plain;charset=US-ASCII", "x")]
    [InlineData("data:a/b;base64,YR", "a/b", "a")]
    public void A_data_url_is_decoded(string url, string type, string text) =>
        Assert.Equal($"[200,\"{type}\",\"{text}\"]", TestRealm.Json(
            $"const r = await fetch('{url}'); return [r.status, r.headers.get('content-type'), await r.text()]"));

    [Fact]
    public void A_head_response_has_no_body_and_the_hosts_is_released()
    {
        var body = new SlowStream([1]);
        var outbound = new FakeOutbound(_ => new WorkerResponse { Status = 200, Body = body });
        Assert.Equal("null", new TestRealm(outbound).EvaluateJson("return (await fetch('http://a/', { method: 'HEAD' })).body"));
        Assert.True(body.IsDisposed);
    }

    [Fact]
    public void A_length_that_lies_is_no_reason_to_allocate_or_to_stop()
    {
        foreach (var length in new[] { "0", "2", "5", "90000000" })
        {
            var headers = new HeaderList();
            headers.Append("Content-Length", length);
            var outbound = new FakeOutbound(_ => new WorkerResponse { Status = 200, Headers = headers, Body = new SlowStream("Hello"u8.ToArray()) });
            Assert.Equal("\"Hello\"", new TestRealm(outbound).EvaluateJson("return (await fetch('http://a/')).text()"));
        }
    }

    [Fact]
    public void A_body_that_is_too_long_is_a_type_error()
    {
        var headers = new HeaderList();
        headers.Append("Content-Length", "104857601");
        var outbound = new FakeOutbound(_ => new WorkerResponse { Status = 200, Headers = headers, Body = new SlowStream([1]) });
        Assert.StartsWith("\"TypeError: The body is larger", new TestRealm(outbound).EvaluateJson(
            $"{Failure} return name((await fetch('http://a/')).text())"), StringComparison.Ordinal);
    }
}
