namespace PureEdge.AspNetCore.Tests.Pipeline;

/// <summary>No text of a worker becomes a header line of its own: neither of its answer nor of a request it makes.</summary>
public sealed class HeaderInjectionTests
{
    [Theory]
    [InlineData("""new Response('', { headers: { 'x-a': 'a\r\ninjected: 1' } })""")]
    [InlineData("""new Response('', { headers: { 'x-a': 'a\ninjected: 1' } })""")]
    [InlineData("""new Response('', { headers: { 'x-a': 'a\rinjected: 1' } })""")]
    [InlineData("""new Response('', { headers: { 'x-a': 'a\0injected: 1' } })""")]
    [InlineData("""new Response('', { headers: { 'x-a': 'a\u010ainjected: 1' } })""")]
    [InlineData("""new Response('', { headers: { 'x-a': 'a\u560ainjected: 1' } })""")]
    [InlineData("""new Response('', { headers: { 'x-a\r\ninjected': '1' } })""")]
    [InlineData("""new Response('', { headers: { 'x-a: 1\r\ninjected': '1' } })""")]
    [InlineData("""new Response('', { headers: [['set-cookie', 'a=1\r\ninjected: 1']] })""")]
    [InlineData("""new Response('', { statusText: 'OK\r\ninjected: 1' })""")]
    [InlineData("""new Response('', { statusText: 'OK\u010ainjected: 1' })""")]
    [InlineData("""new Response(new Blob(['x'], { type: 'text/plain\r\ninjected: 1' }))""")]
    [InlineData("""Response.redirect('http://a.example/\r\ninjected: 1')""")]
    [InlineData("""Response.redirect('http://a.example/%0d%0ainjected:%201')""")]
    [InlineData("""(() => { const f = new FormData(); f.append('a\r\ninjected: 1', new File(['x'], 'n\r\ninjected: 1', { type: 't\r\ninjected: 1' })); return new Response('', { headers: { 'content-type': new Response(f).headers.get('content-type') } }); })()""")]
    [InlineData("""(() => { const r = new Response('', { headers: { 'x-a': 'a' } }); r.headers.set('x-a', 'b\r\ninjected: 1'); return r; })()""")]
    [InlineData("""(() => { const h = { get 'x-a'() { return { toString() { return 'a\r\ninjected: 1'; } }; } }; return new Response('', { headers: h }); })()""")]
    public async Task An_answer_has_no_header_that_was_hidden_in_another_text(string response)
    {
        await using var server = await TestServer.StartAsync($"export default {{ fetch() {{ return {response}; }} }};");
        var answer = await RawHttp.SendAsync(server.Address, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(Lines(answer.Split("\r\n\r\n")[0]), line => line.StartsWith("injected", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("""fetch(upstream, { headers: { 'x-a': 'a\r\ninjected: 1' } })""")]
    [InlineData("""fetch(upstream, { headers: { 'x-a': 'a\u010ainjected: 1' } })""")]
    [InlineData("""fetch(upstream, { headers: { 'x-a\r\ninjected': '1' } })""")]
    [InlineData("""fetch(upstream, { method: 'GET / HTTP/1.1\r\ninjected: 1\r\nx' })""")]
    [InlineData("""fetch(upstream + '/ HTTP/1.1\r\ninjected: 1\r\nx: ')""")]
    [InlineData("""fetch(upstream + '/?q=\u010ainjected: 1')""")]
    [InlineData("""fetch(upstream, { method: 'POST', body: new Blob(['x'], { type: 'a\r\ninjected: 1' }) })""")]
    [InlineData("""fetch(upstream, { method: 'POST', body: 'x', headers: { 'content-length': '0', 'transfer-encoding': 'chunked' } })""")]
    [InlineData("""fetch(upstream.replace('http://', 'http://a\r\ninjected: 1@'))""")]
    [InlineData("""fetch(upstream, { headers: { host: 'other.example', connection: 'injected', upgrade: 'h2c' } })""")]
    public async Task A_request_of_a_worker_has_no_header_that_was_hidden_in_another_text(string call)
    {
        var seen = new List<string>();
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            seen.AddRange(context.Request.Headers.Keys);
            seen.AddRange(context.Request.Headers.Connection.Select(static value => value ?? ""));
        });
        await using var server = await TestServer.StartAsync($"const upstream = '{upstream.Url}'; export default {{ async fetch() {{ return new Response((await {call}).status); }} }};", o => o.AllowPrivateNetwork = true);
        using var answer = await server.Client.GetAsync("/");
        Assert.DoesNotContain(seen, name => name.StartsWith("injected", StringComparison.OrdinalIgnoreCase));
        // The connection is whole: the next request on it is a request.
        using var next = await server.Client.GetAsync("/");
        Assert.Equal(answer.StatusCode, next.StatusCode);
    }

    // Any line end that a proxy might take for one.
    private static string[] Lines(string head) => head.Split(['\r', '\n', '\0']);
}
