using PureEdge.AspNetCore.Tests.Api;

namespace PureEdge.AspNetCore.Tests.Bindings;

public sealed class ServiceBindingTests
{
    private const string Bound = ",\"bindings\":[{\"type\":\"service\",\"name\":\"BACK\",\"service\":\"back\"}]";

    [Fact]
    public async Task A_worker_calls_another_in_process_and_both_bodies_stream()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("back", "export default { async fetch(r) { return new Response(`${r.method} ${r.url} ${await r.text()}`, { status: 201, headers: { x: 'y' } }); } };");
        await api.PutAsync("front", """
            export default { async fetch(r, env) {
              const a = await env.BACK.fetch("http://any.host/path?q", { method: "POST", body: new Response("body").body });
              return new Response(`${a.status} ${a.headers.get("x")} ${await a.text()}`);
            } };
            """, Bound);
        Assert.Equal("201 y POST http://any.host/path?q body", await UploadTests.AskAsync(server, "front"));
        await api.PutAsync("back", "export default { fetch() { return new Response('newer'); } };");
        Assert.Equal("200 null newer", await UploadTests.AskAsync(server, "front"));
    }

    [Fact]
    public async Task What_goes_wrong_there_is_an_error_here()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("back", "export default { fetch() { throw new Error('boom'); } };");
        await api.PutAsync("front", "export default { async fetch(r, env) { try { return await env.BACK.fetch(r); } catch (e) { return new Response(String(e)); } } };", Bound);
        Assert.Equal("Error: The worker 'back' did not answer: exception: Error: boom", await UploadTests.AskAsync(server, "front"));
        await api.SendAsync("DELETE", "workers/services/back");
        Assert.Equal("Error: The worker 'back' that a service binding names is not there any more.", await UploadTests.AskAsync(server, "front"));
    }

    [Fact]
    public async Task A_worker_that_calls_itself_for_ever_ends()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync(
            "back", "export default { async fetch(r, env) { try { return new Response(1 + Number(await (await env.BACK.fetch(r)).text())); } catch (e) { return new Response('0'); } } };", Bound);
        Assert.Equal("32", await UploadTests.AskAsync(server, "back"));
    }
}
