using Microsoft.Extensions.Time.Testing;
using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi.Cache;

/// <summary>What scripts see of <c>caches</c>, whatever keeps the responses: each kind of <see cref="IResponseCache"/> has a class that derives from this.</summary>
public abstract class CacheTests
{
    /// <summary>A new cache of 16 MB for each worker.</summary>
    /// <param name="time">Its clock.</param>
    protected abstract IResponseCache NewCache(TimeProvider time);

    [Theory]
    [InlineData("await c.match(url) === undefined", "true")]
    [InlineData("await c.put(url, new Response('a')), await text(c.match(url))", "200 a HIT")]
    [InlineData("await c.put(url, new Response('a')), await c.put(url, new Response('b')), await text(c.match(url))", "200 b HIT")]
    [InlineData("await c.put(url, new Response('a', { status: 404, statusText: 'Gone fishing' })), (await c.match(url)).statusText", "Gone fishing")]
    [InlineData("await c.put(url + '#x', new Response('a')), await text(c.match(url + '#y'))", "200 a HIT")]
    [InlineData("await c.put(url + '?x', new Response('a')), await text(c.match(url))", "undefined")]
    [InlineData("await c.put(url, new Response('a')), [await c.delete(url), await c.delete(url), await text(c.match(url))].join()", "true,false,")]
    [InlineData("await c.put(url, new Response('a')), await text((await caches.open('x')).match(url))", "undefined")]
    [InlineData("await (await caches.open('x')).put(url, new Response('a')), await text((await caches.open('x')).match(url))", "200 a HIT")]
    [InlineData("await (await caches.open('')).put(url, new Response('a')), await text(c.match(url))", "undefined")]
    [InlineData("await c.put(url, new Response('a')), [await text(c.match(new Request(url, { method: 'HEAD' }))), await text(c.match(new Request(url, { method: 'POST' }), { ignoreMethod: true }))].join()", ",200 a HIT")]
    [InlineData("await c.put(url, new Response(new ReadableStream({ start(s) { s.enqueue(new TextEncoder().encode('st')); s.enqueue(new TextEncoder().encode('ream')); s.close(); } }))), await text(c.match(url))", "200 stream HIT")]
    [InlineData("await c.put(url, new Response(null)), await text(c.match(url))", "200  HIT")]
    [InlineData("((r) => c.put(url, r).then(() => r.bodyUsed))(new Response('a'))", "true")]
    [InlineData("await c.put(url, new Response('a', { headers: { 'cache-control': 'no-store' } })), await text(c.match(url))", "undefined")]
    [InlineData("await c.put(url, new Response('a', { headers: { 'cache-control': 'private' } })), await text(c.match(url))", "undefined")]
    [InlineData("await c.put(url, new Response('a', { headers: { 'set-cookie': 'a=b' } })), await text(c.match(url))", "undefined")]
    [InlineData("await c.put(url, new Response('a', { headers: { 'set-cookie': 'a=b', 'cache-control': 'private=Set-Cookie, max-age=5' } })), (await c.match(url)).headers.has('set-cookie')", "false")]
    [InlineData("await c.put(url, new Response('a', { headers: { 'cache-control': 'max-age=0' } })), await text(c.match(url))", "undefined")]
    [InlineData("await c.put(url, new Response('a', { headers: { 'cache-control': 'max-age=0, s-maxage=9' } })), await text(c.match(url))", "200 a HIT")]
    [InlineData("await c.put(url, new Response('a', { headers: { expires: 'Thu, 01 Jan 1970 00:00:00 GMT' } })), await text(c.match(url))", "undefined")]
    [InlineData("await c.put(url, new Response('a', { headers: { expires: 'soon' } })), await text(c.match(url))", "undefined")]
    [InlineData("await c.put(url, new Response('a', { status: 500 })), await text(c.match(url))", "undefined")]
    [InlineData("await c.put(url, new Response('a', { status: 500, headers: { 'cache-control': 'max-age=9' } })), await text(c.match(url))", "500 a HIT")]
    [InlineData("await c.put(new Request(url, { headers: { 'accept-language': 'de' } }), vary('a')), await c.put(new Request(url, { headers: { 'accept-language': 'en' } }), vary('b')), [await text(c.match(new Request(url, { headers: { 'accept-language': 'de' } }))), await text(c.match(new Request(url, { headers: { 'accept-language': 'en' } }))), await text(c.match(url))].join()", "200 a HIT,200 b HIT,")]
    [InlineData("await c.put(url, tagged()), await text(c.match(new Request(url, { headers: { 'if-none-match': '\"x\", W/\"tag\"' } })))", "304  HIT")]
    [InlineData("await c.put(url, tagged()), await text(c.match(new Request(url, { headers: { 'if-none-match': '\"other\"' } })))", "200 0123456789 HIT")]
    [InlineData("await c.put(url, tagged()), await text(c.match(new Request(url, { headers: { 'if-modified-since': 'Wed, 21 Oct 2015 07:28:00 GMT' } })))", "304  HIT")]
    [InlineData("await c.put(url, tagged()), await text(c.match(new Request(url, { headers: { 'if-modified-since': 'Wed, 21 Oct 2015 07:27:59 GMT' } })))", "200 0123456789 HIT")]
    [InlineData("await c.put(url, tagged()), await text(c.match(new Request(url, { headers: { 'if-none-match': '\"o\"', 'if-modified-since': 'Wed, 21 Oct 2015 07:28:00 GMT' } })))", "200 0123456789 HIT")]
    [InlineData("await c.put(url, tagged()), await ranges(['bytes=2-4', 'bytes=7-', 'bytes=-2', 'bytes=0-99', 'bytes=-99'])", "206 234 bytes 2-4/10;206 789 bytes 7-9/10;206 89 bytes 8-9/10;206 0123456789 bytes 0-9/10;206 0123456789 bytes 0-9/10")]
    [InlineData("await c.put(url, tagged()), await ranges(['bytes=10-', 'bytes=-0', 'bytes=4-2', 'bytes=0-1,3-4', 'lines=1-2', 'bytes=a-b', 'bytes=-'])", "416  bytes */10;416  bytes */10;200 0123456789 null;200 0123456789 null;200 0123456789 null;200 0123456789 null;200 0123456789 null")]
    [InlineData("await c.put(url, tagged()), [await text(c.match(new Request(url, { headers: { range: 'bytes=1-1', 'if-range': '\"tag\"' } }))), await text(c.match(new Request(url, { headers: { range: 'bytes=1-1', 'if-range': '\"old\"' } })))].join()", "206 1 HIT,200 0123456789 HIT")]
    [InlineData("(await Promise.all([c.put(new Request(url, { method: 'POST' }), new Response('')), c.put(url, new Response('', { status: 206 })), c.put(url, new Response('', { headers: { vary: 'a, *' } })), c.put(url, 'x'), c.put('ftp://a/b', new Response('')), c.match('not a url'), c.match(), caches.open(), caches.open('x'.repeat(2000)), c.match('http://a/' + 'x'.repeat(40000))].map((p) => p.catch((e) => e.name)))).join()", "TypeError,TypeError,TypeError,TypeError,TypeError,TypeError,TypeError,TypeError,TypeError,TypeError")]
    [InlineData("await c.put(url, new Response('x'.repeat(9e6))).catch((e) => e.message)", "Cache.put: the body has 9000000 bytes; at most 8388608 are kept.")]
    [InlineData("await c.put(url, new Response('abc')), (await c.match(url)).body.getReader().read().then((r) => r.value.fill(0)).then(() => text(c.match(url)))", "200 abc HIT")]
    [InlineData("await c.put(url, new Response('abc')), (await c.match(url)).arrayBuffer().then((b) => new Uint8Array(b).fill(0)).then(() => text(c.match(url)))", "200 abc HIT")]
    [InlineData("[typeof Cache, typeof CacheStorage, String(caches), String(caches.default), caches.default === caches.default]", "function,function,[object CacheStorage],[object Cache],true")]
    public async Task The_cache_answers(string code, string expected)
    {
        using var test = new TestWorker($$"""
            const url = 'http://example.com/page';
            const text = async (promise) => { const r = await promise; return r && `${r.status} ${await r.text()} ${r.headers.get('cf-cache-status')}`; };
            const vary = (body) => new Response(body, { headers: { vary: 'Accept-Language' } });
            const tagged = () => new Response('0123456789', { headers: { etag: '"tag"', 'last-modified': 'Wed, 21 Oct 2015 07:28:00 GMT' } });
            const ranges = async (all) => (await Promise.all(all.map(async (range) => { const r = await caches.default.match(new Request(url, { headers: { range } })); return `${r.status} ${await r.text()} ${r.headers.get('content-range')}`; }))).join(';');
            export default { async fetch() { const c = caches.default; return new Response(String(await ({{code}}))); } };
            """, options: new() { Slots = 1, ResponseCache = NewCache(TimeProvider.System) });
        Assert.Equal(expected, await test.TextAsync());
    }

    [Fact]
    public async Task A_response_grows_old_and_is_gone_in_the_end()
    {
        var time = new FakeTimeProvider(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var test = new TestWorker("""
            export default { async fetch(request) {
              if (request.url.endsWith('put')) { await caches.default.put('http://a/', new Response('x', { headers: { 'cache-control': 'max-age=60', age: '10' } })); return new Response('kept'); }
              return new Response((await caches.default.match('http://a/'))?.headers.get('age') ?? 'gone');
            } };
            """, options: new() { Slots = 1, Time = time, ResponseCache = NewCache(time) });
        Assert.Equal("kept", await test.TextAsync("/put"));
        Assert.Equal("0", await test.TextAsync());
        time.Advance(TimeSpan.FromSeconds(49));
        Assert.Equal("49", await test.TextAsync());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("gone", await test.TextAsync());
    }

    [Fact]
    public async Task Workers_do_not_see_each_others_caches_but_versions_of_one_do()
    {
        const string Source = "export default { async fetch(r) { const u = 'http://a/'; if (r.url.endsWith('put')) { await caches.default.put(u, new Response('mine')); } return new Response(await (await caches.default.match(u))?.text() ?? 'none'); } };";
        using var runtime = new WorkerRuntime(new() { ResponseCache = NewCache(TimeProvider.System) });
        var first = runtime.Load(TestWorker.Define(Source, name: "one"));
        var newer = runtime.Load(TestWorker.Define(Source + "// 2", name: "one"));
        var other = runtime.Load(TestWorker.Define(Source, name: "two"));
        Assert.Equal("mine", await TextAsync(first, "put"));
        Assert.Equal("mine", await TextAsync(newer, ""));
        Assert.Equal("none", await TextAsync(other, ""));

        static async Task<string> TextAsync(Worker worker, string path) =>
            await TestWorker.TextOf(await worker.FetchAsync(new WorkerRequest { Method = "GET", Url = "http://x/" + path }));
    }

    [Fact]
    public async Task What_is_found_is_charged_to_the_request()
    {
        using var test = new TestWorker(
            """
            export default { async fetch(request) {
              if (request.url.endsWith('put')) { await caches.default.put('http://a/', new Response(new Uint8Array(400000))); return new Response('kept'); }
              for (let i = 0; i < 20; i++) await caches.default.match('http://a/').catch(() => {});
              return new Response('found');
            } };
            """,
            ExecutionLimits.Default with { AllocationBytes = 2 << 20 },
            new() { Slots = 1, ResponseCache = NewCache(TimeProvider.System) });
        Assert.Equal("kept", await test.TextAsync("/put"));
        Assert.Equal(WorkerOutcome.ExceededMemory, (await test.FailureAsync()).Outcome);
    }

    [Fact]
    public async Task At_the_top_level_there_is_no_cache()
    {
        using var test = new TestWorker("let said; await caches.default.match('http://a/').catch((e) => { said = e.message; }); export default { fetch() { return new Response(said); } }");
        Assert.Contains("Disallowed operation called within global scope", await test.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_operation_is_a_subrequest()
    {
        using var test = new TestWorker(
            "export default { async fetch() { let n = 0; try { for (;; n++) await caches.default.match('http://a/'); } catch (e) { return new Response(`${n} ${e.message}`); } } }",
            ExecutionLimits.Default with { Subrequests = 7 });
        Assert.Equal("7 Too many subrequests.", await test.TextAsync());
    }
}
