using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Tests.Api;

namespace PureEdge.AspNetCore.Tests.Bindings.Kv;

public sealed class KvBindingTests
{
    [Theory]
    [InlineData("await KV.put('k', 'grüß'); return KV.get('k');", "grüß")]
    [InlineData("return await KV.get('none');", "null")]
    [InlineData("await KV.put('k', 'x'); await KV.put('k', 'y'); return KV.get('k');", "y")]
    [InlineData("await KV.put('k', 'x'); await KV.delete('k'); await KV.delete('k'); return KV.get('k');", "null")]
    [InlineData("await KV.put('k', '{\"a\":[1]}'); return (await KV.get('k', 'json')).a[0];", "1")]
    [InlineData("await KV.put('k', '{\"a\":[1]}'); return (await KV.get('k', { type: 'json', cacheTtl: 60 })).a[0];", "1")]
    [InlineData("await KV.put('k', new Uint8Array([1, 2, 255])); return new Uint8Array(await KV.get('k', 'arrayBuffer')).join();", "1,2,255")]
    [InlineData("await KV.put('k', new Response('streamed').body); return new Response(await KV.get('k', 'stream')).text();", "streamed")]
    [InlineData("const s = new TransformStream(); const w = s.writable.getWriter(); w.write(new TextEncoder().encode('a')); w.write(new TextEncoder().encode('b')); w.close(); await KV.put('k', s.readable); return KV.get('k');", "ab")]
    [InlineData("await KV.put('k', ''); return JSON.stringify(await KV.get('k'));", "\"\"")]
    [InlineData("await KV.put('k', ''); return new Response(await KV.get('k', 'stream')).text();", "")]
    [InlineData("await KV.put(5, 7); return KV.get('5');", "7")]
    [InlineData("await KV.put('k', 'v', { metadata: { a: 'ü' } }); return JSON.stringify(await KV.getWithMetadata('k'));", "{\"value\":\"v\",\"metadata\":{\"a\":\"ü\"},\"cacheStatus\":null}")]
    [InlineData("return JSON.stringify(await KV.getWithMetadata('k', 'json'));", "{\"value\":null,\"metadata\":null,\"cacheStatus\":null}")]
    [InlineData("await KV.put('a', '1'); await KV.put('b', '2', { metadata: 3 }); const m = await KV.get(['a', 'b', 'c', 'a']); return JSON.stringify([...m]);", "[[\"a\",\"1\"],[\"b\",\"2\"],[\"c\",null]]")]
    [InlineData("await KV.put('a', '[1]'); const m = await KV.get(['a'], 'json'); return m.get('a')[0];", "1")]
    [InlineData("await KV.put('b', '2', { metadata: 3 }); const m = await KV.getWithMetadata(['b', 'c']); return JSON.stringify([m.get('b').metadata, m.get('c').value]);", "[3,null]")]
    [InlineData("return JSON.stringify(await KV.list());", "{\"keys\":[],\"list_complete\":true,\"cacheStatus\":null}")]
    [InlineData("for (const k of ['b', 'a1', 'a2', 'a3']) await KV.put(k, k); const p = await KV.list({ prefix: 'a', limit: 2 }); const q = await KV.list({ prefix: 'a', limit: 2, cursor: p.cursor }); return JSON.stringify([p.keys, p.list_complete, q.keys, q.list_complete, q.cursor]);", "[[{\"name\":\"a1\"},{\"name\":\"a2\"}],false,[{\"name\":\"a3\"}],true,null]")]
    [InlineData("await KV.put('k', 'v', { expiration: 9999999999, metadata: [1] }); return JSON.stringify((await KV.list({ prefix: null })).keys);", "[{\"name\":\"k\",\"expiration\":9999999999,\"metadata\":[1]}]")]
    [InlineData("const k = 'k'.repeat(512); await KV.put(k, 'v'); return KV.get(k);", "v")]
    [InlineData("await KV.put('a\\ud800', 'v'); return KV.get('a\\ufffd');", "v")]
    [InlineData("return `${KV}`;", "[object KvNamespace]")]
    [InlineData("const v = 'x'.repeat(100000); await KV.put('k', v); return (await KV.get('k')) === v;", "true")]
    [InlineData("const v = 'x'.repeat(65536); await KV.put('k', new Response(v).body); const w = v + 'y'; await KV.put('l', new Response(w).body); return (await KV.get('k')).length + ' ' + (await KV.get('l')).length;", "65536 65537")]
    public async Task It_does_what_that_of_Workers_does(string body, string expected) => Assert.Equal(expected, await RunAsync(body));

    [Theory]
    [InlineData("KV.get('')", "Error: KV GET failed: 400 Key name cannot be empty.")]
    [InlineData("KV.get('..')", "Error: KV GET failed: 400 \"..\" is not allowed as a key name.")]
    [InlineData("KV.get('ü'.repeat(257))", "Error: KV GET failed: 414 UTF-8 encoded length of 514 exceeds key length limit of 512.")]
    [InlineData("KV.get('x'.repeat(1e6))", "Error: KV GET failed: 414 UTF-8 encoded length of more than 512 exceeds key length limit of 512.")]
    [InlineData("KV.get({})", "TypeError: A KV key must be a string.")]
    [InlineData("KV.get('k', 'blob')", "TypeError: Unknown response type. Possible types are \"text\", \"arrayBuffer\", \"json\", and \"stream\".")]
    [InlineData("KV.get('k', { cacheTtl: 1 })", "Error: KV GET failed: 400 Invalid cache_ttl of 1. Cache TTL must be at least 30.")]
    [InlineData("KV.get(Array(101).fill('k'))", "Error: KV GET failed: 400 You can request a maximum of 100 keys")]
    [InlineData("KV.get([])", "Error: KV GET failed: 400 You must request at least one key")]
    [InlineData("KV.get(['k'], 'stream')", "Error: KV GET failed: 400 \"stream\" is not a valid type. Use \"json\" or \"text\"")]
    [InlineData("KV.put('k')", "TypeError: Failed to execute 'put' on 'KvNamespace': 2 arguments required, but only 1 present.")]
    [InlineData("KV.put('k', {})", "TypeError: KV put() accepts only strings, ArrayBuffers, ArrayBufferViews, and ReadableStreams as values.")]
    [InlineData("KV.put('k', 'v', { expirationTtl: 59 })", "Error: KV PUT failed: 400 Invalid expiration_ttl of 59. Expiration TTL must be at least 60.")]
    [InlineData("KV.put('k', 'v', { expirationTtl: 1e300 })", "Error: KV PUT failed: 400 Invalid expiration of 1E+300. Please specify a whole number of seconds since the UNIX epoch, at most 253402300799.")]
    [InlineData("KV.put('k', 'v', { expiration: NaN })", "Error: KV PUT failed: 400 Invalid expiration of NaN. Please specify a whole number of seconds since the UNIX epoch, at most 253402300799.")]
    [InlineData("KV.put('k', 'v', { expiration: 1000 })", "Error: KV PUT failed: 400 Invalid expiration of 1000. Expiration times must be at least 60 seconds in the future.")]
    [InlineData("KV.put('k', 'v', { expirationTtl: '60' })", "TypeError: The option 'expirationTtl' of a KV call must be a number.")]
    [InlineData("KV.put('k', 'v', { metadata: 'x'.repeat(1023) })", "Error: KV PUT failed: 413 Metadata length of 1025 exceeds limit of 1024.")]
    [InlineData("KV.put('k', 'v', { metadata: Array(100000).fill('\\u0001') })", "Error: KV PUT failed: 413 Metadata length exceeds limit of 1024.")]
    [InlineData("KV.put('k', 'v', { metadata: 'x'.repeat(1e6) })", "Error: KV PUT failed: 413 Metadata length exceeds limit of 1024.")]
    [InlineData("KV.put('k', 'v', { metadata: new Uint8Array(1) })", "TypeError: A value of the kind Bytes has no JSON.")]
    [InlineData("KV.put('k', new Uint8Array(26214401))", "Error: KV PUT failed: 413 Value length exceeds limit of 26214400.")]
    [InlineData("KV.put('k', 'ü'.repeat(13107201))", "Error: KV PUT failed: 413 Value length exceeds limit of 26214400.")]
    [InlineData("KV.put('k', new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(1 << 20)); } }))", "Error: KV PUT failed: 413 Value length exceeds limit of 26214400.")]
    [InlineData("KV.list({ limit: 1001 })", "Error: KV GET failed: 400 Invalid key_count_limit of 1001. Please specify an integer from 1 to 1000.")]
    [InlineData("KV.list({ limit: 0 })", "Error: KV GET failed: 400 Invalid key_count_limit of 0. Please specify an integer from 1 to 1000.")]
    [InlineData("KV.list({ prefix: 'x'.repeat(513) })", "Error: KV GET failed: 414 UTF-8 encoded length of more than 512 exceeds prefix length limit of 512.")]
    [InlineData("KV.list({ cursor: '*' })", "Error: KV GET failed: 400 Invalid cursor '*'. Please specify the cursor of the page before.")]
    [InlineData("KV.list({ cursor: 'A'.repeat(1e6) })", "Error: KV GET failed: 400 Invalid cursor 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA...'. Please specify the cursor of the page before.")]
    [InlineData("KV.put('k', '{').then(() => KV.get('k', 'json'))", "SyntaxError:*")]
    public async Task What_it_does_not_take_rejects_with_a_reason(string call, string expected)
    {
        var actual = await RunAsync($"try {{ await {call}; return 'fine'; }} catch (e) {{ return String(e); }}");
        if (expected.EndsWith('*'))
        {
            Assert.StartsWith(expected[..^1], actual, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public async Task A_value_of_25_MiB_goes_in_and_out_as_a_stream()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var id = await NamespaceAsync(api);
        await DeployAsync(api, id, """
            if (request.method === 'PUT') { await KV.put('big', request.body); return 'put'; }
            return new Response(await KV.get('big', 'stream'));
            """);
        using var content = new StreamContent(new ZeroStream(25 << 20));
        content.Headers.ContentLength = 25 << 20;
        using var put = new HttpRequestMessage(HttpMethod.Put, "/") { Content = content };
        put.Headers.Host = "w.localhost";
        using var answer = await server.Client.SendAsync(put);
        Assert.Equal("put", await answer.Content.ReadAsStringAsync());
        using var got = await server.GetAsHostAsync("w.localhost");
        Assert.Equal(25 << 20, (await got.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task What_is_read_is_charged_to_the_request_before_it_is_in_memory()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var id = await NamespaceAsync(api);
        await DeployAsync(api, id, """
            if (request.method === 'PUT') { await KV.put('big', request.body); return 'put'; }
            const all = await Promise.all(Array(40).fill('big').map(k => KV.get(k, 'arrayBuffer')));
            return String(all.length);
            """);
        using var content = new StreamContent(new ZeroStream(20 << 20));
        content.Headers.ContentLength = 20 << 20;
        using var put = new HttpRequestMessage(HttpMethod.Put, "/") { Content = content };
        put.Headers.Host = "w.localhost";
        using var answer = await server.Client.SendAsync(put);
        Assert.Equal("put", await answer.Content.ReadAsStringAsync());
        var before = GC.GetTotalAllocatedBytes();
        using var got = await server.GetAsHostAsync("w.localhost");
        Assert.Equal("exceededMemory", got.Headers.GetValues("PureEdge-Outcome").Single());
        // 128 MB are the request's; the rest is this server's and this test's own.
        Assert.True(GC.GetTotalAllocatedBytes() - before < 300 << 20, $"{GC.GetTotalAllocatedBytes() - before} bytes were allocated for a request of at most 128 MB");
    }

    [Fact]
    public async Task A_namespace_that_is_not_there_stops_the_upload_and_one_that_goes_fails_its_calls()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var refused = await api.PutRefusedAsync("w", """{"main_module":"index.js","bindings":[{"type":"kv_namespace","name":"KV","namespace_id":"nope"}]}""", ("index.js", "application/javascript+module", "export default { fetch() {} };"));
        Assert.Contains("'nope', which is not there", refused.Message, StringComparison.Ordinal);
        var id = await NamespaceAsync(api);
        await DeployAsync(api, id, "try { return await KV.get('k'); } catch (e) { return String(e); }");
        Assert.Equal("null", await UploadTests.AskAsync(server, "w"));
        await api.SendAsync("DELETE", $"storage/kv/namespaces/{id}");
        Assert.Equal($"Error: KV GET failed: 404 There is no KV namespace '{id}'.", await UploadTests.AskAsync(server, "w"));
    }

    [Fact]
    public async Task Two_workers_share_a_namespace_and_two_namespaces_share_nothing()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var (first, second) = (await NamespaceAsync(api), await NamespaceAsync(api, "other"));
        await DeployAsync(api, first, "await KV.put('k', 'shared'); return 'put';", "writer");
        await DeployAsync(api, first, "return KV.get('k');", "reader");
        await DeployAsync(api, second, "return KV.get('k');", "stranger");
        Assert.Equal("put", await UploadTests.AskAsync(server, "writer"));
        Assert.Equal("shared", await UploadTests.AskAsync(server, "reader"));
        Assert.Equal("null", await UploadTests.AskAsync(server, "stranger"));
    }

    internal static async Task<string> NamespaceAsync(ApiClient api, string title = "test") =>
        (string)(await api.SendAsync("POST", "storage/kv/namespaces", new JsonObject { ["title"] = title }))!["id"]!;

    internal static Task DeployAsync(ApiClient api, string id, string body, string name = "w") => api.PutAsync(
        name,
        $$"""
        export default { async fetch(request, { KV }) {
          const answer = await (async () => { {{body}} })();
          return answer instanceof Response ? answer : new Response(String(answer));
        } };
        """,
        $",\"bindings\":[{{\"type\":\"kv_namespace\",\"name\":\"KV\",\"namespace_id\":\"{id}\"}}]");

    private static async Task<string> RunAsync(string body)
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await DeployAsync(api, await NamespaceAsync(api), body);
        return await UploadTests.AskAsync(server, "w");
    }
}
