using PureEdge.Engine.Tests.Events;
using PureEdge.Engine.WebApi.Rpc;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi.Rpc;

/// <summary>What workers pass to each other by reference (https://developers.cloudflare.com/workers/runtime-apis/rpc/).</summary>
public sealed class RpcTests
{
    private const string Back = """
        import { WorkerEntrypoint, RpcTarget, RpcStub } from "cloudflare:workers";
        const log = [];
        let kept;
        class Counter extends RpcTarget {
          #n;
          secret = "own";
          own = () => "own";
          constructor(n = 0) { super(); this.#n = n; }
          increment(by = 1) { return this.#n += by; }
          get value() { return this.#n; }
          get child() { return new Counter(this.#n + 100); }
          then2() { return "then2"; }
          fetch() { return "fetch of a target"; }
          boom() { throw new RangeError("too far"); }
          [Symbol.dispose]() { log.push("disposed " + this.#n); }
        }
        class Plain { x = 1; }
        const withProperty = () => "called";
        withProperty.extra = 5;
        export default class extends WorkerEntrypoint {
          own = "own";
          get prop() { return "value"; }
          get bad() { throw new RangeError("bad getter"); }
          get nested() { return { a: { b: 7, f: (x) => x + 1 } }; }
          get counter() { return new Counter(50); }
          get service() { return this.env.BACK; }
          getCounter(n) { return new Counter(n); }
          async foo() { return { bar: { baz: () => "qux", n: 1 }, list: [1] }; }
          number() { return 5; }
          boom() { throw new RangeError("too far"); }
          call(f, ...args) { return f(...args); }
          twice(f) { return f(1).then(one => f(one)); }
          method(target, name, ...args) { return target[name](...args); }
          withProperty() { return withProperty; }
          plain() { return new Plain(); }
          record() { return { n: 1, [Symbol.dispose]() { log.push("record disposed"); } }; }
          four() { return [1, 2, 3, 4].map(n => new Counter(n)); }
          echo(x) { return x; }
          keep(stub) { kept = stub.dup(); return "kept"; }
          keepLater(stub) { const copy = stub.dup(); this.ctx.waitUntil((async () => { await 0; await copy("later"); copy[Symbol.dispose](); })()); return "ok"; }
          keepUndisposed(stub) { kept = stub; return "ok"; }
          useKept() { return kept(1); }
          local() { const stub = new RpcStub(new Counter(7)); return stub.increment(); }
          many(n) { return Array.from({ length: n }, () => () => 1); }
          through(f) { return this.env.THIRD.useCallback(f); }
          log() { return log.splice(0).join(); }
          response() { return new Response("text", { status: 201, headers: { "x-a": "b" } }); }
          streamed(parts) { let i = 0; return new Response(new ReadableStream({ pull(c) { i < parts ? c.enqueue(new TextEncoder().encode(`${i++};`)) : c.close(); } })); }
          endless() { return new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(8)); }, cancel() { log.push("cancelled"); } }); }
          broken() { return new ReadableStream({ pull(c) { c.error(new RangeError("torn")); } }); }
          async read(source) { return await new Response(source).text(); }
          async describe(request) { return `${request.method} ${request.url} ${request.headers.get("x-a")} ${await request.text()}`; }
          async pass(stream) { return await this.env.THIRD.read(stream); }
          headers(h) { h.append("x-b", "2"); return h; }
          forThird(c) { return this.env.THIRD.passOn(c); }
        }
        """;

    private const string Third = """
        import { WorkerEntrypoint } from "cloudflare:workers";
        export default class extends WorkerEntrypoint {
          async use(counter) { await counter.increment(5); return counter.value; }
          useCallback(f) { return f("third"); }
          async read(source) { return await new Response(source).text(); }
          counter(n) { return this.env.BACK.getCounter(n); }
          async passOn(c) { return [c.dup()]; }
          async bounce(f, n) { return n === 0 ? f("end") : this.env.THIRD.bounce(f, n - 1); }
        }
        """;

    [Theory]
    [InlineData("await env.BACK.prop", "value")]
    [InlineData("await env.BACK.nested.a.b", "7")]
    [InlineData("await env.BACK.nested.a.f(4)", "5")]
    [InlineData("await env.BACK.counter.increment()", "51")]
    [InlineData("(await Promise.all([env.BACK.prop, env.BACK.number()])).join()", "value,5")]
    [InlineData("await env.BACK.prop.then(v => v + '!')", "value!")]
    [InlineData("await env.BACK.bad.catch(e => e.name)", "RangeError")]
    [InlineData("await env.BACK.number().finally(() => {})", "5")]
    [InlineData("[typeof env.BACK.prop, typeof env.BACK.number(), env.BACK.number() instanceof Promise].join()", "function,function,false")]
    public async Task Properties_are_read_when_they_are_awaited(string expression, string expected) => Assert.Equal(expected, await AskAsync(expression));

    [Theory]
    [InlineData("await env.BACK.getCounter(1).increment()", "2")]
    [InlineData("await env.BACK.getCounter(1).value", "1")]
    [InlineData("await env.BACK.getCounter(1).child.child.value", "201")]
    [InlineData("await env.BACK.foo().bar.baz()", "qux")]
    [InlineData("await env.BACK.foo().bar.n", "1")]
    [InlineData("JSON.stringify(await env.BACK.foo().bar)", "{\"n\":1}")]
    [InlineData("await env.BACK.withProperty()()", "called")]
    [InlineData("await (async () => { const p = env.BACK.getCounter(1); await p.increment(); await p.increment(); return await p.value; })()", "3")]
    [InlineData("await (async () => { const p = env.BACK.getCounter(1); await p; return await p.increment(); })()", "2")]
    [InlineData("await (async () => { const a = [1], p = env.BACK.getCounter(1).increment(a); a[0] = 5; return await p; })()", "11")]
    public async Task A_result_is_used_before_it_is_there(string expression, string expected) => Assert.Equal(expected, await AskAsync(expression));

    [Theory]
    [InlineData("env.BACK.boom().a.b()", "RangeError: too far")]
    [InlineData("env.BACK.number().a", "TypeError: The RPC receiver does not implement the method \"a\".")]
    [InlineData("env.BACK.number()()", "TypeError: The RPC result's \"value\" is not a function.")]
    [InlineData("env.BACK.foo().list.length", "TypeError: The RPC receiver does not implement the method \"length\".")]
    [InlineData("env.BACK.foo().toString2()", "TypeError: The RPC receiver does not implement the method \"toString2\".")]
    [InlineData("env.BACK.foo().bar.n()", "TypeError: The RPC result's \"n\" is not a function.")]
    [InlineData("env.BACK.getCounter().secret", "TypeError: The RPC receiver does not implement the method \"secret\".")]
    [InlineData("env.BACK.getCounter().own()", "TypeError: The RPC receiver does not implement the method \"own\".")]
    [InlineData("env.BACK.getCounter().boom()", "RangeError: too far")]
    [InlineData("env.BACK.getCounter()()", "TypeError: The RPC stub is of an object and not of a function: call one of its methods.")]
    [InlineData("env.BACK.getCounter()['__proto__x']()", "TypeError: The RPC receiver does not implement the method \"__proto__x\".")]
    [InlineData("env.BACK.getCounter().__defineGetter__2('x')", "TypeError: The RPC receiver does not implement the method \"__defineGetter__2\".")]
    [InlineData("env.BACK.own", "TypeError: The RPC receiver does not implement the method \"own\".")]
    [InlineData("env.BACK.env", "TypeError: The RPC receiver does not implement the method \"env\".")]
    [InlineData("env.BACK.ctx.waitUntil(1)", "TypeError: The RPC receiver does not implement the method \"ctx\".")]
    [InlineData("env.BACK.service.number()", "TypeError: The RPC receiver does not implement the method \"number\".")]
    [InlineData("env.BACK.prop.length", "TypeError: The RPC receiver does not implement the method \"length\".")]
    [InlineData("env.BACK.withProperty().prototype", "TypeError: The RPC receiver does not implement the method \"prototype\".")]
    [InlineData("env.BACK.plain()", "DataCloneError: RPC: the result of plain() holds an object of a class that does not extend RpcTarget;*")]
    [InlineData("env.BACK.echo(env.BACK.number())", "DataCloneError: RPC: an argument of echo() holds a promise (await it first);*")]
    [InlineData("env.BACK.echo(env.BACK)", "DataCloneError: RPC: an argument of echo() holds an object of the platform;*")]
    [InlineData("env.BACK.echo(Request)", "DataCloneError: RPC: an argument of echo() holds a function;*")]
    [InlineData("env.BACK.echo(new Proxy(() => 1, {}))", "DataCloneError: RPC: an argument of echo() holds a proxy;*")]
    [InlineData("(() => { let p = env.BACK.a; for (let i = 0; i < 40; i++) p = p.b; return p; })()", "TypeError: A path of properties of another worker's object may have 32 names.")]
    public async Task What_is_not_for_others_is_not_there(string expression, string expected)
    {
        var actual = await ErrorAsync(expression);
        if (expected.EndsWith('*'))
        {
            Assert.StartsWith(expected[..^1], actual, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [InlineData("constructor")]
    [InlineData("dup")]
    [InlineData("hasOwnProperty")]
    [InlineData("__proto__")]
    [InlineData("toString")]
    [InlineData("valueOf")]
    public async Task A_name_that_the_language_gives_is_no_method_whatever_the_caller_does(string name)
    {
        // A hostile caller gets at such a name through a stand-in with no class.
        var call = $"(() => {{ const c = env.BACK.getCounter(1); Object.setPrototypeOf(c, null); return c['{name}']; }})()";
        Assert.Equal("TypeError", await AskAsync($"await (async () => {{ try {{ const p = {call}; Object.setPrototypeOf(p, null); const r = p(); return String(await new Promise((a, b) => r.then(a, b))); }} catch (e) {{ return e.name; }} }})()"));
    }

    [Theory]
    [InlineData("await env.BACK.call(x => x * 2, 21)", "42")]
    [InlineData("await env.BACK.call(async x => x * 2, 21)", "42")]
    [InlineData("await env.BACK.twice(x => x + 1)", "3")]
    [InlineData("await env.BACK.call(() => { throw new RangeError('mine') }).catch(e => `${e instanceof RangeError} ${e.message}`)", "true mine")]
    [InlineData("await (async () => { let n = 0; await env.BACK.call(() => { n++; }); return n; })()", "1")]
    [InlineData("await env.BACK.method(new (class extends RpcTarget { hi(x) { return 'hi ' + x; } })(), 'hi', 'you')", "hi you")]
    [InlineData("await (await env.BACK.call(() => () => 'inner'))()", "inner")]
    [InlineData("await (await env.BACK.withProperty())()", "called")]
    [InlineData("await (await env.BACK.withProperty()).extra", "5")]
    [InlineData("await (async () => { const c = await env.BACK.getCounter(1); await c.increment(2); return `${await c.value} ${typeof c} ${c instanceof RpcStub}`; })()", "3 function true")]
    [InlineData("await (async () => { const c = await env.BACK.getCounter(1); return c.fetch(); })()", "fetch of a target")]
    [InlineData("await (async () => { const c = await env.BACK.getCounter(1); return await (await env.BACK.echo(c)).increment(); })()", "2")]
    [InlineData("await (async () => { const f = x => x; const [a, b] = await env.BACK.echo([f, f]); return a === b; })()", "true")]
    [InlineData("(await env.BACK.four()).length", "4")]
    [InlineData("await env.BACK.local()", "8")]
    [InlineData("await env.THIRD.use(await env.BACK.getCounter(1))", "6")]
    [InlineData("await env.THIRD.counter(3).increment()", "4")]
    [InlineData("await (await env.THIRD.counter(3)).increment()", "4")]
    [InlineData("await env.BACK.through(who => 'from ' + who)", "from third")]
    [InlineData("await (async () => { const c = await env.BACK.getCounter(1); const [d] = await env.BACK.forThird(c); return d.increment(); })()", "2")]
    [InlineData("JSON.stringify({ c: await env.BACK.getCounter(1) })", "{}")]
    public async Task Functions_and_targets_are_passed_by_reference(string expression, string expected) => Assert.Equal(expected, await AskAsync(expression));

    [Theory]
    [InlineData("const c = await env.BACK.getCounter(1); c[Symbol.dispose](); return c.increment();", "TypeError: RPC stub used after being disposed.")]
    [InlineData("const c = await env.BACK.getCounter(1); c[Symbol.dispose](); c[Symbol.dispose](); return c.dup();", "TypeError: RPC stub used after being disposed.")]
    [InlineData("const c = await env.BACK.getCounter(1), d = c.dup(); c[Symbol.dispose](); return d.increment();", "2")]
    [InlineData("const list = await env.BACK.four(); const [a, b] = list, d = a.dup(); list[Symbol.dispose](); return `${await d.value} ${await b.value.catch(e => e.message)}`;", "1 RPC stub used after being disposed.")]
    [InlineData("const p = env.BACK.getCounter(1), n = p.increment(); p[Symbol.dispose](); return `${await n} ${await p.then(c => c.increment()).catch(e => e.message)}`;", "2 RPC stub used after being disposed.")]
    [InlineData("{ using c = await env.BACK.getCounter(4); await c.increment(); } await env.BACK.number(); return env.BACK.log();", "disposed 5")]
    [InlineData("const c = await env.BACK.getCounter(4), d = c.dup(); c[Symbol.dispose](); await env.BACK.number(); const before = await env.BACK.log(); d[Symbol.dispose](); await env.BACK.number(); return `[${before}] ${await env.BACK.log()}`;", "[] disposed 4")]
    [InlineData("const r = await env.BACK.record(); r[Symbol.dispose](); await env.BACK.number(); return `${JSON.stringify(r)} ${await env.BACK.log()}`;", "{\"n\":1} record disposed")]
    [InlineData("await env.BACK.keepUndisposed(() => 1); return env.BACK.useKept();", "TypeError: An RPC stub or promise belongs to the request that got it, and cannot be used by another.")]
    [InlineData("await env.BACK.keep(() => 1); return env.BACK.useKept();", "TypeError: An RPC stub or promise belongs to the request that got it, and cannot be used by another.")]
    [InlineData("const said = new Promise(done => env.BACK.keepLater(done)); return said;", "later")]
    [InlineData("const c = await env.BACK.getCounter(1); await env.BACK.echo(c); return c.increment();", "2")]
    [InlineData("const said = new Promise(done => env.BACK.keepLater(new RpcStub(done))); return said;", "later")]
    public async Task Stubs_live_until_they_are_disposed_or_their_event_is_over(string body, string expected) =>
        Assert.Equal(expected, await RunAsync($"try {{ {body.Replace("return ", "return await ", StringComparison.Ordinal)} }} catch (e) {{ return String(e); }}"));

    [Theory]
    [InlineData("await (async () => { const r = await env.BACK.response(); return `${r.status} ${r.headers.get('x-a')} ${await r.text()}`; })()", "201 b text")]
    [InlineData("await (await env.BACK.streamed(3)).text()", "0;1;2;")]
    [InlineData("await env.BACK.read(new Blob(['blob']).stream())", "blob")]
    [InlineData("await env.BACK.read((await env.BACK.streamed(2)).body)", "0;1;")]
    [InlineData("await env.BACK.pass((await env.BACK.streamed(2)).body)", "0;1;")]
    [InlineData("await env.BACK.describe(new Request('http://x/y', { method: 'POST', body: 'sent', headers: { 'x-a': '1' } }))", "POST http://x/y 1 sent")]
    [InlineData("await env.BACK.describe(new Request('http://x/y'))", "GET http://x/y null ")]
    [InlineData("await (async () => { const h = new Headers({ a: '1' }), back = await env.BACK.headers(h); return `${h.get('x-b')} ${back.get('x-b')} ${back.get('a')}`; })()", "null 2 1")]
    [InlineData("await (async () => { const s = await env.BACK.endless(), r = s.getReader(); const { value } = await r.read(); await r.cancel(); await env.BACK.number(); return `${value.length} ${await env.BACK.log()}`; })()", "8 cancelled")]
    [InlineData("await (async () => { const r = new Response('own'); await env.BACK.echo(r); return r.bodyUsed; })()", "true")]
    public async Task Bodies_are_handed_over_and_stream(string expression, string expected) => Assert.Equal(expected, await AskAsync(expression));

    [Theory]
    [InlineData("env.BACK.broken().then(s => new Response(s).text())", "torn")]
    [InlineData("(async () => { const r = new Response('x'); await r.text(); return env.BACK.echo(r); })()", "Body has already been used")]
    [InlineData("(async () => { const s = new Blob(['x']).stream(); s.getReader(); return env.BACK.echo(s); })()", "The stream is locked to a reader.")]
    [InlineData("env.BACK.read(new ReadableStream({ start(c) { c.enqueue('text'); c.close(); } }))", "not a Uint8Array")]
    [InlineData("(async () => { let s = new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(1)); } }); for (let i = 0; i < 40; i++) s = await env.BACK.call(x => x, s); })()", "may be passed on by RPC 16 times")]
    public async Task A_body_that_cannot_be_handed_over_says_why(string expression, string expected) =>
        Assert.Contains(expected, await ErrorAsync(expression), StringComparison.Ordinal);

    [Fact]
    public async Task A_body_that_nobody_reads_ends_with_the_request_that_got_it()
    {
        using var workers = Workers("globalThis.kept = await env.BACK.endless(); await env.BACK.echo(new Response(new ReadableStream({ pull() {} }))); return 'done';");
        Assert.Equal("done", await workers.AskAsync());
        Assert.True(SpinWait.SpinUntil(() => workers.Completed == 3, TimeSpan.FromSeconds(20)), $"{workers.Completed} events are over");
    }

    [Fact]
    public async Task Two_events_that_wait_for_each_other_end_when_the_client_leaves()
    {
        // Nobody sees that neither can go on: each waits for a call, and a call may take as long as it likes.
        using var workers = Workers("let go; const never = new Promise(done => { go = done; }); await env.BACK.call(() => { console.log('called'); return never; }); go(); return 'went on';");
        using var client = new CancellationTokenSource();
        var asked = workers.AskAsync(client.Token);
        Assert.True(SpinWait.SpinUntil(() => workers.Log.Contains("called", StringComparison.Ordinal), TimeSpan.FromSeconds(20)), "the call back did not arrive");
        Assert.False(asked.IsCompleted);
        await client.CancelAsync();
        Assert.StartsWith("Canceled: ", await asked, StringComparison.Ordinal);
        Assert.True(SpinWait.SpinUntil(() => workers.Completed == 2, TimeSpan.FromSeconds(20)), $"{workers.Completed} events are over");
    }

    [Fact]
    public async Task Nothing_is_left_when_the_event_is_over()
    {
        // Numbers are the process's, and other tests have some: what one event left behind would be left by each.
        const int Events = 50;
        var before = RpcSwitchboard.Count;
        using var workers = Workers("globalThis.kept = await env.BACK.four(); await env.BACK.echo(() => 1); await env.THIRD.counter(1); return 'done';");
        for (var i = 0; i < Events; i++)
        {
            Assert.Equal("done", await workers.AskAsync());
        }

        Assert.True(SpinWait.SpinUntil(() => workers.Completed == 5 * Events, TimeSpan.FromSeconds(20)), $"{workers.Completed} events are over");
        Assert.True(SpinWait.SpinUntil(() => RpcSwitchboard.Count < before + Events, TimeSpan.FromSeconds(20)), $"{RpcSwitchboard.Count} numbers lead somewhere, {before} did before");
    }

    [Fact]
    public async Task A_stub_of_an_event_that_is_over_is_of_no_use_to_the_next()
    {
        using var workers = Workers("""
            if (globalThis.kept) { try { return await globalThis.kept.increment(); } catch (e) { return String(e); } }
            globalThis.kept = await env.BACK.getCounter(1);
            return String(await globalThis.kept.increment());
            """);
        Assert.Equal("2", await workers.AskAsync());
        Assert.Equal("TypeError: An RPC stub or promise belongs to the request that got it, and cannot be used by another.", await workers.AskAsync());
    }

    [Fact]
    public async Task There_are_only_so_many_stubs()
    {
        using var workers = Workers($"const held = await env.BACK.many({RpcLimits.StubsPerEvent - 1}); try {{ await env.BACK.echo([() => 1, () => 2]); return 'too many'; }} catch (e) {{ held[Symbol.dispose](); return `${{e}} ${{(await env.BACK.echo([() => 1, () => 2])).length}}`; }}");
        var answer = await workers.AskAsync();
        Assert.StartsWith($"TypeError: Too many RPC stubs: an event may have {RpcLimits.StubsPerEvent} at once", answer, StringComparison.Ordinal);
        Assert.EndsWith(" 2", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_called_side_is_bounded_too() =>
        Assert.StartsWith("TypeError: Too many RPC stubs: ", await ErrorAsync($"env.BACK.many({RpcLimits.StubsPerEvent + 1})"), StringComparison.Ordinal);

    [Fact]
    public async Task A_stub_is_passed_on_only_so_often() =>
        Assert.Equal(
            $"TypeError: An RPC stub may be passed on {RpcLimits.Relays} times; this one has been.",
            await ErrorAsync("env.THIRD.bounce(x => x, 20)"));

    [Fact]
    public async Task Calls_through_stubs_are_subrequests()
    {
        using var workers = Workers(
            "const c = await env.BACK.getCounter(0); try { for (;;) await c.increment(); } catch (e) { return String(e); }",
            ExecutionLimits.Default with { Subrequests = 10 });
        Assert.Equal("Error: Too many subrequests.", await workers.AskAsync());
    }

    [Fact]
    public async Task Two_workers_that_call_each_other_back_for_ever_come_to_an_end()
    {
        using var workers = new LinkedWorkers(
            ("front", """
                import { RpcTarget } from "cloudflare:workers";
                class Side extends RpcTarget { n = 0; async ping(other) { this.n++; return await other.ping(this); } }
                export default { async fetch(r, env) {
                  const mine = new Side();
                  try { await (await env.BACK.side()).ping(mine); return new Response("ended"); } catch (e) { return new Response(`${mine.n > 3} ${e}`); }
                } };
                """),
            ("back", """
                import { WorkerEntrypoint, RpcTarget } from "cloudflare:workers";
                class Side extends RpcTarget { async ping(other) { return await other.ping(this); } }
                export default class extends WorkerEntrypoint { side() { return new Side(); } }
                """));
        var answer = await workers.AskAsync();
        Assert.Matches("^true .*(Too many|has used up|has been)", answer);
    }

    [Fact]
    public async Task A_callback_that_is_called_for_ever_does_not_end_its_request()
    {
        using var workers = new LinkedWorkers(
            ExecutionLimits.Default with { Subrequests = 10_000 },
            ("front", """
                let other = 0;
                export default { async fetch(r, env) {
                  try { return new Response(await env.BACK.hammer(() => { for (let i = 0; i < 5000; i++); })); } catch (e) { return new Response(String(e)); }
                } };
                """),
            ("back", """
                import { WorkerEntrypoint } from "cloudflare:workers";
                export default class extends WorkerEntrypoint { async hammer(f) { for (let n = 0; ; n++) { try { await f(); } catch (e) { return `${n > 5} ${e}`; } } } }
                """));
        Assert.StartsWith("true Error: The event that the RPC stub leads to has used up 75 % of its 50 ms of CPU time", await workers.AskAsync(), StringComparison.Ordinal);
        Assert.Equal(1, workers["front"].IsolateCount);
    }

    [Fact]
    public async Task The_object_of_an_isolate_that_died_is_gone()
    {
        using var workers = new LinkedWorkers(
            ("front", """
                export default { async fetch(r, env) {
                  const c = await env.BACK.target();
                  const texts = [];
                  for (const name of ["spin", "fine"]) { try { texts.push(await c[name]()); } catch (e) { texts.push(String(e)); } }
                  return new Response(texts.join("|"));
                } };
                """),
            ("back", """
                import { WorkerEntrypoint, RpcTarget } from "cloudflare:workers";
                class T extends RpcTarget { spin() { for (;;) {} } fine() { return "fine"; } }
                export default class extends WorkerEntrypoint { target() { return new T(); } }
                """));
        // What it consumed until then was consumed for the caller.
        Assert.Equal(
            "TypeError: The RPC stub leads nowhere any more: the event that its object belongs to is over, or the worker was stopped."
            + "|Error: The request has used up its CPU time of 50 ms, in workers that it called too: it can call no more.",
            await workers.AskAsync());
    }

    [Fact]
    public async Task A_request_that_waits_for_a_callback_nobody_can_make_any_more_is_told_so()
    {
        using var workers = Workers("return await new Promise(done => env.BACK.keep(done));");
        Assert.StartsWith("Exception: The worker's code had hung", await workers.AskAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "Error: The event that the RPC stub leads to has used up 75 % of its 50 ms of CPU time")]
    [InlineData(2, "Error: The request has used up its CPU time of 50 ms, in workers that it called too: it can call no more.")]
    public async Task What_calls_through_stubs_consume_counts_for_the_event_behind_them_and_for_its_caller(int stubs, string expected)
    {
        using var workers = new LinkedWorkers(
            ("front", $$"""
                export default { async fetch(r, env) {
                  const held = [];
                  for (let i = 0; i < {{stubs}}; i++) held.push(await env.BACK.target());
                  try { for (let n = 0; n < 40; n++) await held[n % held.length].work(); } catch (e) { return new Response(String(e)); }
                  return new Response("all");
                } };
                """),
            ("back", """
                import { WorkerEntrypoint, RpcTarget } from "cloudflare:workers";
                class T extends RpcTarget { work() { for (let i = 0; i < 20000; i++); } }
                export default class extends WorkerEntrypoint { target() { return new T(); } }
                """));
        Assert.StartsWith(expected, await workers.AskAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_top_level_there_are_no_stubs()
    {
        using var workers = new LinkedWorkers(("front", """
            import { RpcStub, env } from "cloudflare:workers";
            let said;
            try { new RpcStub(() => 1); } catch (e) { said = String(e); }
            const kept = env.FRONT.prop;
            export default { fetch() { return new Response(`${said} ${typeof kept}`); } };
            """));
        Assert.Equal("TypeError: Disallowed operation called within global scope: new RpcStub() belongs to a request. Call it inside a handler. function", await workers.AskAsync());
    }

    private static Task<string> AskAsync(string expression) => RunAsync($"return String({expression});");

    private static Task<string> ErrorAsync(string expression) => RunAsync($"try {{ await ({expression}); return 'fine'; }} catch (e) {{ return String(e); }}");

    private static async Task<string> RunAsync(string body)
    {
        using var workers = Workers(body);
        return await workers.AskAsync();
    }

    private static LinkedWorkers Workers(string body, ExecutionLimits? limits = null) => new(
        limits ?? ExecutionLimits.Default,
        ("front", $"import {{ RpcTarget, RpcStub }} from 'cloudflare:workers'; async function run(env) {{ {body} }} export default {{ async fetch(r, env) {{ return new Response(await run(env)); }} }};"),
        ("back", Back),
        ("third", Third));
}
