using System.Text;
using PureEdge.Engine.Tests.Events;
using PureEdge.Engine.Tests.WebApi.Fetch;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi.EventSources;

public class EventSourceTests
{
    [Fact]
    public async Task Events_come_as_the_server_sends_them()
    {
        var outbound = new FakeOutbound(static request => Stream("retry: 1\nid: 1\ndata: a\ndata: b\n\nevent: go\ndata: c\n\n: nothing\n\ndata: lost", request));
        Assert.Equal("""[["open",1],["message","a\nb","1","http://outside.example",true],["go","c","1"],["error",0],["again","1"]]""", await RunAsync(outbound, """
            const source = new EventSource('http://outside.example/stream#fragment');
            source.onopen = () => seen.push(seen.length ? ['again', '1'] : ['open', source.readyState]);
            source.onmessage = (e) => { if (seen.length < 5) seen.push([e.type, e.data, e.lastEventId, e.origin, e.isTrusted]); };
            source.addEventListener('go', (e) => { if (seen.length < 5) seen.push([e.type, e.data, e.lastEventId]); });
            source.onerror = () => { if (seen.length < 5) seen.push(['error', source.readyState]); };
            while (seen.length < 5) await scheduler.wait(1);
            source.close();
            """));
        Assert.Equal("http://outside.example/stream", outbound.Requests[0].Url);
        Assert.Equal("text/event-stream", outbound.Requests[0].Headers.Get("accept"));
        Assert.Null(outbound.Requests[0].Headers.Get("last-event-id"));
        Assert.Equal("1", outbound.Requests[1].Headers.Get("last-event-id"));
    }

    [Theory]
    [InlineData(404, "text/event-stream")]
    [InlineData(204, "text/event-stream")]
    [InlineData(200, "text/plain")]
    [InlineData(200, "nonsense")]
    public async Task An_answer_that_is_no_stream_ends_it(int status, string type)
    {
        var outbound = new FakeOutbound(request =>
        {
            var response = new WorkerResponse { Status = status, Url = request.Url };
            response.Headers.Append("content-type", type);
            return response;
        });
        Assert.Equal("[[\"error\",2]]", await RunAsync(outbound, """
            const source = new EventSource('http://outside.example/');
            await new Promise((resolve) => { source.onerror = () => { seen.push(['error', source.readyState]); resolve(); }; });
            await scheduler.wait(5);
            """));
        Assert.Single(outbound.Requests);
    }

    [Fact]
    public async Task What_is_closed_hears_nothing_more()
    {
        var outbound = new FakeOutbound(static request => Stream("data: a\n\ndata: b\n\n", request));
        Assert.Equal("[\"a\",2]", await RunAsync(outbound, """
            const source = new EventSource('http://outside.example/');
            source.onmessage = (e) => { seen.push(e.data); source.close(); };
            source.onerror = () => seen.push('error');
            while (seen.length < 1) await scheduler.wait(1);
            await scheduler.wait(10);
            seen.push(source.readyState);
            """));
    }

    [Theory]
    [InlineData("new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode('data: x\\n\\n')); c.close(); } })")]
    [InlineData("new Response('data: x\\n\\n').body")]
    public async Task A_stream_can_be_one(string stream) => Assert.Equal("""["open","x",["error",2],""]""", await RunAsync(new FakeOutbound(static request => new() { Status = 500 }), $$"""
            const source = EventSource.from({{stream}});
            source.onopen = () => seen.push('open');
            source.onmessage = (e) => seen.push(e.data);
            await new Promise((resolve) => { source.onerror = () => { seen.push(['error', source.readyState]); resolve(); }; });
            seen.push(source.url);
            """));

    [Fact]
    public async Task Connections_are_subrequests_and_end_with_them()
    {
        var outbound = new FakeOutbound(static request => Stream("retry: 0\n\n", request));
        Assert.Equal("[2]", await RunAsync(outbound, """
            const source = new EventSource('http://outside.example/');
            while (source.readyState !== 2) await scheduler.wait(1);
            seen.push(source.readyState);
            """, ExecutionLimits.Default with { Subrequests = 4 }));
        Assert.Equal(4, outbound.Requests.Count);
    }

    [Theory]
    [InlineData("new EventSource('relative')", "SyntaxError")]
    [InlineData("new EventSource()", "TypeError")]
    [InlineData("EventSource('http://a')", "TypeError")]
    [InlineData("new EventSource('http://a/'.padEnd(65520, 'x'))", "TypeError")]
    [InlineData("EventSource.from(1)", "TypeError")]
    [InlineData("((s) => { s.getReader(); EventSource.from(s); })(new ReadableStream())", "TypeError")]
    public async Task What_is_no_source_is_refused(string code, string error) =>
        Assert.Equal($"[\"{error}\"]", await RunAsync(new FakeOutbound(static _ => new() { Status = 500 }), $"try {{ {code}; }} catch (e) {{ seen.push(e.name); }}"));

    private static async Task<string> RunAsync(IOutboundFetcher outbound, string body, ExecutionLimits? limits = null)
    {
        using var test = new TestWorker($"export default {{ async fetch() {{ const seen = []; {body} return Response.json(seen); }} }}", limits, new() { Outbound = outbound });
        var text = await test.TextAsync();
        Assert.Empty(test.Faults);
        return text;
    }

    private static WorkerResponse Stream(string text, WorkerRequest request)
    {
        var response = new WorkerResponse { Status = 200, Url = request.Url, Bytes = Encoding.UTF8.GetBytes(text) };
        response.Headers.Append("content-type", "text/event-stream; charset=utf-8");
        return response;
    }
}
