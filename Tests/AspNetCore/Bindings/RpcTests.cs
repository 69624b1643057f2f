using PureEdge.AspNetCore.Tests.Api;

namespace PureEdge.AspNetCore.Tests.Bindings;

/// <summary>Methods of a worker's class, called by another worker.</summary>
public sealed class RpcTests(RpcTests.SharedServer shared) : IClassFixture<RpcTests.SharedServer>
{
    private const string Back = """
        import { WorkerEntrypoint, RpcTarget } from "cloudflare:workers";
        let kept = 0;
        class Teapot extends Error { name = "Teapot"; }
        export default class extends WorkerEntrypoint {
          own = () => "own";
          async fetch() { return new Response("fetched"); }
          add(a, b) { return a + b; }
          echo(...values) { return values; }
          count() { return ++kept; }
          async later() { await new Promise(done => setTimeout(done, 1)); return "later"; }
          boom() { throw new RangeError("too far", { cause: { code: 7 } }); }
          teapot() { throw new Teapot("short"); }
          throwPlain() { throw { status: 418 }; }
          giveFunction() { return { run: () => 1 }; }
          giveTarget() { class T extends RpcTarget { who() { return "target"; } } return new T(); }
          calls(f) { return f(1); }
          giveResponse() { return new Response("x"); }
          spin() { for (;;) {} }
          hang() { return new Promise(() => {}); }
          props() { return this.ctx.props; }
          word() { return this.env.WORD; }
          behind() { this.ctx.waitUntil(Promise.resolve()); return "behind"; }
          get shown() { return "getter"; }
        }
        export class Admin extends WorkerEntrypoint {
          async fetch(request) { return new Response("admin " + new URL(request.url).pathname); }
          who() { return "admin"; }
          passes(target) { return target.who(); }
        }
        export const plain = { fetch() { return new Response("plain"); }, who() { return "plain"; } };
        export const text = "no entrypoint";
        """;

    [Theory]
    [InlineData("await env.BACK.add(1, 2)", "3")]
    [InlineData("await env.BACK.later()", "later")]
    [InlineData("await env.BACK.behind()", "behind")]
    [InlineData("await env.BACK.word()", "inside")]
    [InlineData("JSON.stringify(await env.BACK.props())", "{}")]
    [InlineData("JSON.stringify(await env.PROPS.props())", "{\"tenant\":[1]}")]
    [InlineData("await (await env.BACK.fetch('http://x/')).text()", "fetched")]
    [InlineData("await (await env.ADMIN.fetch('http://x/path')).text()", "admin /path")]
    [InlineData("await env.ADMIN.who()", "admin")]
    [InlineData("await (await env.PLAIN.fetch('http://x/')).text()", "plain")]
    [InlineData("await env.BACK.count() < await env.BACK.count()", "true")]
    [InlineData("await env.BACK.shown", "getter")]
    [InlineData("await (await env.BACK.giveFunction()).run()", "1")]
    [InlineData("await env.BACK.giveFunction().run()", "1")]
    [InlineData("await env.BACK.giveTarget().who()", "target")]
    [InlineData("await (await env.BACK.giveResponse()).text()", "x")]
    [InlineData("(await env.BACK.echo(new Request('http://x/')))[0].url", "http://x/")]
    [InlineData("await env.BACK.calls(n => n + 1)", "2")]
    [InlineData("await env.ADMIN.passes(await env.BACK.giveTarget())", "target")]
    [InlineData("(await Promise.all([env.BACK.add(1, 1), env.BACK.add(2, 2)])).join()", "2,4")]
    [InlineData("typeof env.BACK.then + typeof env.BACK.anything + ('anything' in env.BACK) + JSON.stringify(env.BACK)", "undefinedfunctionfalse{}")]
    public async Task A_method_is_called_and_its_result_comes_back(string expression, string expected) => Assert.Equal(expected, await AskAsync(expression));

    [Theory]
    [InlineData("undefined", "v === undefined")]
    [InlineData("null", "v === null")]
    [InlineData("-0", "Object.is(v, -0)")]
    [InlineData("12345678901234567890n", "v === 12345678901234567890n")]
    [InlineData("'\\ud800'", "v === '\\ud800'")]
    [InlineData("[1,,3]", "v.length === 3 && !(1 in v)")]
    [InlineData("{ __proto__: null, a: { b: [1] } }", "v.a.b[0] === 1 && Object.getPrototypeOf(v) === Object.prototype")]
    [InlineData("(() => { const o = {}; o.self = o; return o; })()", "v.self === v")]
    [InlineData("(() => { const o = {}; return [o, o]; })()", "v[0] === v[1]")]
    [InlineData("new Map([[{ k: 1 }, new Set([2])]])", "[...v.keys()][0].k === 1 && [...v.values()][0].has(2)")]
    [InlineData("new Date(5)", "v instanceof Date && v.getTime() === 5")]
    [InlineData("/a+/gi", "v instanceof RegExp && String(v) === '/a+/gi'")]
    [InlineData("new Uint16Array([1, 2, 65535])", "v instanceof Uint16Array && v.join() === '1,2,65535'")]
    [InlineData("new DataView(new ArrayBuffer(8), 2, 4)", "v instanceof DataView && v.byteOffset === 2 && v.byteLength === 4")]
    [InlineData("(() => { const b = new ArrayBuffer(4); return [new Uint8Array(b), new Uint8Array(b)]; })()", "v[0].buffer === v[1].buffer")]
    [InlineData("new ArrayBuffer(2, { maxByteLength: 4 })", "v.resizable && v.maxByteLength === 4")]
    [InlineData("Object(true)", "typeof v === 'object' && v.valueOf() === true")]
    [InlineData("new TypeError('t', { cause: 1 })", "v instanceof TypeError && v.message === 't' && v.cause === 1")]
    [InlineData("new DOMException('d', 'AbortError')", "v instanceof DOMException && v.name === 'AbortError' && v.message === 'd'")]
    [InlineData("new Blob(['bytes'], { type: 'text/x' })", "v.size === 5 && v.type === 'text/x'")]
    public async Task Values_are_copied_both_ways_as_a_structured_clone_copies_them(string value, string check) =>
        Assert.Equal("true", await AskAsync($"await (async () => {{ const [v] = await env.BACK.echo({value}); return {check}; }})()"));

    [Theory]
    [InlineData("env.BACK.boom()", "RangeError: too far")]
    [InlineData("env.BACK.boom().catch(e => { throw `${e instanceof RangeError} ${e.cause.code}` })", "true 7")]
    [InlineData("env.BACK.teapot()", "Teapot: short")]
    [InlineData("env.BACK.throwPlain().catch(e => { throw e.status })", "418")]
    [InlineData("env.BACK.nothing()", "TypeError: The RPC receiver does not implement the method \"nothing\".")]
    [InlineData("env.BACK.own()", "TypeError: The RPC receiver does not implement the method \"own\".")]
    [InlineData("env.BACK.shown()", "TypeError: The RPC receiver does not implement the method \"shown\".")]
    [InlineData("env.BACK.scheduled()", "TypeError: The RPC receiver does not implement the method \"scheduled\".")]
    [InlineData("env.PLAIN.who()", "TypeError: The RPC receiver is no class: the export 'plain' must extend WorkerEntrypoint to have methods for other workers.")]
    [InlineData("env.TEXT.who()", "TypeError: The worker has no entrypoint 'text': its main module exports no such object or class.")]
    [InlineData("env.GONE.fetch('http://x/')", "Error: The worker 'back' did not answer: exception: TypeError: The worker has no entrypoint 'Gone': its main module exports no such object or class.")]
    [InlineData("env.BACK.hang()", "Error: The worker's code had hung and would never generate a response: nothing is pending that could continue the request.")]
    public async Task What_goes_wrong_there_is_an_error_here(string expression, string expected) =>
        Assert.Equal(expected, await AskAsync($"await (async () => {{ try {{ await {expression}; return ''; }} catch (e) {{ return String(e); }} }})()"));

    [Theory]
    [InlineData("env.BACK.echo({ deep: [Symbol('s')] })", "an argument of echo() holds a symbol")]
    [InlineData("env.BACK.echo(env.BACK)", "an argument of echo() holds an object of the platform")]
    [InlineData("env.BACK.echo(new Proxy({}, {}))", "an argument of echo() holds a proxy")]
    [InlineData("env.BACK.echo(Promise.resolve(1))", "an argument of echo() holds a promise (await it first)")]
    [InlineData("env.BACK.echo(new TransformStream())", "an argument of echo() holds an object of the platform")]
    [InlineData("env.BACK.echo(new (class A {})())", "an argument of echo() holds an object of a class that does not extend RpcTarget")]
    public async Task What_has_no_copy_is_refused_by_name(string expression, string expected) => Assert.Equal(
        $"DataCloneError: RPC: {expected}; data that structuredClone() copies, functions, objects of classes that extend RpcTarget, stubs, headers, readable streams, requests and responses can be passed; other objects cannot.",
        await AskAsync($"await (async () => {{ try {{ await {expression}; return ''; }} catch (e) {{ return String(e); }} }})()"));

    [Fact]
    public async Task Nesting_is_bounded() => Assert.Equal(
        "DataCloneError: RPC: an argument of echo() is nested deeper than 200 levels.",
        await AskAsync("await (async () => { let v = []; for (let i = 0; i < 300; i++) v = [v]; try { await env.BACK.echo(v); return ''; } catch (e) { return String(e); } })()"));

    [Fact]
    public async Task A_called_worker_keeps_its_own_limits()
    {
        var answer = await AskAsync("await (async () => { try { await env.BACK.spin(); return ''; } catch (e) { return String(e); } })()");
        Assert.StartsWith("Error: The worker 'back' did not answer: exceededCpu: ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_called_worker_consumes_is_charged_to_the_request_that_called()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("back", """
            import { WorkerEntrypoint } from "cloudflare:workers";
            export default class extends WorkerEntrypoint {
              work() { let n = 0; for (let i = 0; i < 60000; i++) n += i; return n; }
              fetch() { return new Response(String(this.work())); }
            }
            """);
        await api.PutAsync("front", """
            export default { async fetch(r, env) {
              const by = new URL(r.url).pathname;
              const call = () => by === "/rpc" ? env.BACK.work() : env.BACK.fetch(r).then(r => r.text());
              let done = 0;
              try {
                for (; done < 20; done++) await call();
              } catch (e) { return new Response(`${done} ${e}`); }
              return new Response(String(done));
            } };
            """, ",\"bindings\":[{\"type\":\"service\",\"name\":\"BACK\",\"service\":\"back\"}]");
        foreach (var path in new[] { "/rpc", "/fetch" })
        {
            var answer = await UploadTests.AskAsync(server, "front", path);
            Assert.Matches("^[1-9] Error: The request has used up its CPU time of 50 ms, in workers that it called too: it can call no more.$", answer);
        }

        // Each worker's bill has what its own code consumed.
        var bill = (await api.SendAsync("GET", "usage"))!.AsArray().ToDictionary(static e => (string)e!["worker"]!, static e => (long)e!["fuel"]!);
        Assert.True(bill["back"] > 250_000 && bill["front"] < 50_000, $"back {bill["back"]}, front {bill["front"]}");
    }

    [Fact]
    public async Task A_worker_that_calls_itself_for_ever_ends()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("back", """
            import { WorkerEntrypoint } from "cloudflare:workers";
            export default class extends WorkerEntrypoint {
              async deep() { try { return 1 + await this.env.BACK.deep(); } catch (e) { return 0; } }
              async fetch() { return new Response(await this.deep()); }
            }
            """, ",\"bindings\":[{\"type\":\"service\",\"name\":\"BACK\",\"service\":\"back\"}]");
        Assert.Equal("32", await UploadTests.AskAsync(server, "back"));
    }

    [Fact]
    public async Task A_class_with_methods_alone_may_be_uploaded_and_says_so_when_it_is_asked_to_answer()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("methods", "import { WorkerEntrypoint } from 'cloudflare:workers'; export default class extends WorkerEntrypoint { add(a, b) { return a + b; } }");
        using var answer = await server.GetAsHostAsync("methods.localhost", "/");
        Assert.Equal("exception", answer.Headers.GetValues("PureEdge-Outcome").Single());
    }

    private async Task<string> AskAsync(string expression)
    {
        await shared.Api.PutAsync("front", $"export default {{ async fetch(r, env) {{ return new Response({expression}); }} }};", """
            ,"bindings":[
              {"type":"service","name":"BACK","service":"back"},
              {"type":"service","name":"PROPS","service":"back","props":{"tenant":[1]}},
              {"type":"service","name":"ADMIN","service":"back","entrypoint":"Admin"},
              {"type":"service","name":"PLAIN","service":"back","entrypoint":"plain"},
              {"type":"service","name":"TEXT","service":"back","entrypoint":"text"},
              {"type":"service","name":"GONE","service":"back","entrypoint":"Gone"}]
            """);
        return await UploadTests.AskAsync(shared.Server, "front");
    }

    /// <summary>One server with the called worker, for all cases.</summary>
    public sealed class SharedServer : IAsyncLifetime
    {
        internal TestServer Server { get; private set; } = null!;

        internal ApiClient Api { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Server = await UploadTests.StartAsync();
            Api = new ApiClient(Server);
            await Api.PutAsync("back", Back, ",\"bindings\":[{\"type\":\"plain_text\",\"name\":\"WORD\",\"text\":\"inside\"}]");
        }

        public async Task DisposeAsync()
        {
            Api.Dispose();
            await Server.DisposeAsync();
        }
    }
}
