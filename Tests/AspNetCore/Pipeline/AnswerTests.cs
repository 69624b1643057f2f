using System.Net;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Tests.Pipeline;

public sealed class AnswerTests
{
    private const string Worker = """
        export default {
          async fetch(request) {
            const url = new URL(request.url);
            switch (url.pathname) {
              case "/throw": throw new Error("secret detail");
              case "/nothing": return;
              case "/hang": return new Promise(() => {});
              case "/newline": return new Response("", { headers: { "x-bad": "a\nset-cookie: b" } });
              case "/status-text": return new Response("", { statusText: "a\r\nb" });
              case "/forged": return new Response("", { headers: { "PureEdge-Outcome": "forged", "PureEdge-Request-Id": "forged", "connection": "close" } });
              case "/cookies": { const h = new Headers(); h.append("set-cookie", "a=1"); h.append("set-cookie", "b=2"); return new Response("", { headers: h }); }
              case "/latin1": return new Response("", { headers: { "x-name": "caf\u00e9" } });
              case "/length": return new Response(new ReadableStream({ start(c) { c.enqueue(new Uint8Array(3)); c.close(); } }), { headers: { "content-length": "10" } });
              case "/empty": return new Response(null, { status: 204, headers: { "content-length": "5" } });
              case "/teapot": return new Response("short and stout", { status: 418, statusText: "I am a teapot" });
              case "/endless": for (;;) {}
              case "/memory": { const all = []; for (;;) all.push(new Uint8Array(1 << 20)); }
              case "/subrequests": for (;;) await fetch("http://127.0.0.1:1/").catch((e) => { if (!/connections|private/.test(e.message)) throw e; });
              case "/echo": return new Response(await request.text(), { headers: { "x-method": request.method } });
              case "/ip": return new Response(request.headers.get("cf-connecting-ip"));
              default: return new Response(`Hello from ${url.pathname}`);
            }
          },
        };
        """;

    [Fact]
    public async Task An_answer_of_the_worker_carries_a_request_id_and_no_outcome()
    {
        await using var server = await TestServer.StartAsync(Worker);
        using var first = await server.Client.GetAsync("/a%20b");
        using var second = await server.Client.GetAsync("/");
        Assert.Equal("Hello from /a%20b", await first.Content.ReadAsStringAsync());
        Assert.False(first.Headers.Contains("PureEdge-Outcome"));
        Assert.NotEqual(Id(first), Id(second));
        Assert.False(first.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/throw", "Error: secret detail")]
    [InlineData("/nothing", "TypeError: The fetch handler did not return a Response object")]
    [InlineData("/hang", "The worker's code had hung")]
    [InlineData("/newline", "TypeError: ")]
    [InlineData("/status-text", "TypeError: ")]
    public async Task An_error_of_user_code_is_shown_in_dev_and_kept_in_the_log_in_serve(string path, string message)
    {
        await using var server = await TestServer.StartAsync(Worker);
        await using var dev = await TestServer.StartAsync(Worker, o => o.ShowErrors = true);
        using var hidden = await server.Client.GetAsync(path);
        using var shown = await dev.Client.GetAsync(path);
        foreach (var answer in new[] { hidden, shown })
        {
            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
            Assert.Equal("exception", answer.Headers.GetValues("PureEdge-Outcome").Single());
            Assert.Contains(Id(answer), await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(message, await hidden.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(message, await shown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at PureEdge", await shown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JavaScript_stack_is_in_the_page_in_dev_and_always_in_the_log()
    {
        await using var server = await TestServer.StartAsync(Worker);
        await using var dev = await TestServer.StartAsync(Worker, o => o.ShowErrors = true);
        Assert.Contains("worker.js:5:", await TextAsync(dev, "/throw"), StringComparison.Ordinal);
        Assert.DoesNotContain("worker.js:5:", await TextAsync(server, "/throw"), StringComparison.Ordinal);
        Assert.Contains("worker.js:5:", server.Log, StringComparison.Ordinal);
        Assert.Contains("worker.js:5:", dev.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_gets_the_page_as_HTML_with_everything_escaped()
    {
        await using var dev = await TestServer.StartAsync("export default { fetch() { throw new Error('<script>'); } };", o => o.ShowErrors = true);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Accept", "text/html,*/*");
        using var response = await dev.Client.SendAsync(request);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        var html = await response.Content.ReadAsStringAsync();
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/endless", "exceededCpu", "CPU limit was exceeded: ", "ms of 50 ms allowed", "worker.js:16:")]
    [InlineData("/memory", "exceededMemory", "memory limit was exceeded: ", "MB of 16 MB allowed", "worker.js:17:")]
    [InlineData("/subrequests", "exceededSubrequests", "subrequest limit was exceeded: 3 were made", "3 allowed", "")]
    public async Task A_limit_answers_503_with_limit_consumption_allowance_and_line(string path, string outcome, string limit, string allowance, string line)
    {
        await using var server = await TestServer.StartAsync(
            Worker, o => o.Limits = ExecutionLimits.Default with { AllocationBytes = 16 << 20, Subrequests = 3 });
        using var response = await server.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(outcome, response.Headers.GetValues("PureEdge-Outcome").Single());
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains(limit, text, StringComparison.Ordinal);
        Assert.Contains(allowance, text, StringComparison.Ordinal);
        Assert.Contains(line, text, StringComparison.Ordinal);
        Assert.Equal("Hello from /next", await TextAsync(server, "/next"));
    }

    [Fact]
    public async Task A_worker_cannot_forge_what_is_ours()
    {
        await using var server = await TestServer.StartAsync(Worker);
        using var response = await server.Client.GetAsync("/forged");
        Assert.False(response.Headers.Contains("PureEdge-Outcome"));
        Assert.NotEqual("forged", Id(response));
        Assert.NotEqual(true, response.Headers.ConnectionClose);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ip");
        request.Headers.Add("CF-Connecting-IP", "6.6.6.6");
        using var answer = await server.Client.SendAsync(request);
        Assert.Equal("127.0.0.1", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Statuses_and_headers_arrive_as_the_worker_set_them()
    {
        await using var server = await TestServer.StartAsync(Worker);
        using var teapot = await server.Client.GetAsync("/teapot");
        Assert.Equal((418, "I am a teapot", 15), ((int)teapot.StatusCode, teapot.ReasonPhrase, teapot.Content.Headers.ContentLength));
        using var cookies = await server.Client.GetAsync("/cookies");
        Assert.Equal(["a=1", "b=2"], cookies.Headers.GetValues("Set-Cookie"));
        Assert.Contains("x-name: caf\u00e9\r\n", await RawHttp.SendAsync(server.Address, "GET /latin1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        using var empty = await server.Client.GetAsync("/empty");
        Assert.Equal(HttpStatusCode.NoContent, empty.StatusCode);
    }

    [Fact]
    public async Task A_HEAD_request_gets_headers_only_errors_included()
    {
        await using var server = await TestServer.StartAsync(Worker);
        foreach (var path in new[] { "/", "/throw", "/length" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var response = await server.Client.SendAsync(request);
            Assert.NotEmpty(Id(response));
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task A_body_shorter_than_its_length_cuts_the_connection()
    {
        await using var server = await TestServer.StartAsync(Worker);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => server.Client.GetByteArrayAsync("/length"));
        Assert.Equal("Hello from /after", await TextAsync(server, "/after"));
    }

    [Fact]
    public async Task Bodies_and_methods_reach_the_worker()
    {
        await using var server = await TestServer.StartAsync(Worker);
        using var request = new HttpRequestMessage(new HttpMethod("PROPFIND"), "/echo") { Content = new StringContent("gr\u00fc\u00dfe") };
        using var response = await server.Client.SendAsync(request);
        Assert.Equal("PROPFIND", response.Headers.GetValues("x-method").Single());
        Assert.Equal("gr\u00fc\u00dfe", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_body_larger_than_allowed_is_refused_before_it_is_sent()
    {
        await using var server = await TestServer.StartAsync(Worker, o => o.MaxRequestBodyBytes = 1000);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = new StreamContent(new ZeroStream(1001)) };
        request.Content.Headers.ContentLength = 1001;
        request.Headers.ExpectContinue = true;
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("requestTooLarge", response.Headers.GetValues("PureEdge-Outcome").Single());
        Assert.Contains("1001 bytes; at most 1000 are allowed", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = new StreamContent(new ZeroStream(1001)) };
        chunked.Headers.TransferEncodingChunked = true;
        using var refused = await server.Client.SendAsync(chunked);
        Assert.False(refused.IsSuccessStatusCode);
    }

    [Fact]
    public async Task More_open_requests_than_allowed_are_refused_as_overload()
    {
        var gate = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        await using var upstream = await Upstream.StartAsync(_ =>
        {
            arrived.TrySetResult();
            return gate.Task;
        });
        await using var server = await TestServer.StartAsync($$"""export default { fetch: () => fetch("{{upstream.Url}}") };""", o =>
        {
            o.AllowPrivateNetwork = true;
            o.MaxConcurrentRequestsPerWorker = 1;
        });
        var first = server.Client.GetAsync("/");
        await arrived.Task;
        using (var second = await server.Client.GetAsync("/"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
            Assert.Equal("overloaded", second.Headers.GetValues("PureEdge-Outcome").Single());
        }

        gate.SetResult();
        using var done = await first;
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
    }

    [Fact]
    public async Task A_worker_that_wastes_time_again_and_again_is_refused_and_the_answer_says_when_to_try_again()
    {
        await using var server = await TestServer.StartAsync("export default { fetch() { for (;;) {} } };");
        var outcome = "exceededCpu";
        for (var i = 0; i < 1_000 && outcome == "exceededCpu"; i++)
        {
            using var killed = await server.Client.GetAsync("/");
            outcome = killed.Headers.GetValues("PureEdge-Outcome").Single();
        }

        Assert.Equal("overloaded", outcome);
        using var refused = await server.Client.GetAsync("/");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    internal static string Id(HttpResponseMessage response) => response.Headers.GetValues("PureEdge-Request-Id").Single();

    private static async Task<string> TextAsync(TestServer server, string path)
    {
        using var response = await server.Client.GetAsync(path);
        return await response.Content.ReadAsStringAsync();
    }
}
