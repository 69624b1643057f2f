using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi.AsyncHooks;

public class AsyncLocalStorageTests
{
    [Theory]
    [InlineData("als.getStore()", null)]
    [InlineData("als.run(1, (a, b) => [als.getStore(), a, b], 2, 3)", "[1,2,3]")]
    [InlineData("als.run(1, () => als.run(2, () => als.getStore()) + als.getStore())", "3")]
    [InlineData("als.run(1, () => als.exit(() => als.getStore() === undefined))", "true")]
    [InlineData("(() => { try { als.run(1, () => { throw 5; }); } catch (e) { return [e, als.getStore() === undefined]; } })()", "[5,true]")]
    [InlineData("als.run(1, () => other.run(2, () => [als.getStore(), other.getStore()]))", "[1,2]")]
    [InlineData("als.run(1, async () => { await null; await scheduler.wait(1); return als.getStore(); })", "1")]
    [InlineData("als.run(1, () => Promise.resolve().then(() => als.getStore()))", "1")]
    [InlineData("als.run(1, () => Promise.reject().catch(() => als.getStore()))", "1")]
    [InlineData("als.run(1, () => Promise.reject().finally(() => seen.push(als.getStore())).catch(() => seen))", "[1]")]
    [InlineData("als.run(1, () => new Promise((resolve) => resolve({ then(f) { f(als.getStore()); } })))", "1")]
    [InlineData("als.run(1, () => new Promise((resolve) => setTimeout((x) => resolve([x, als.getStore()]), 1, 'x')))", "[\"x\",1]")]
    [InlineData("als.run(1, () => new Promise((resolve) => { const id = setInterval(() => { seen.push(als.getStore()); if (seen.length === 2) { clearInterval(id); resolve(seen); } }, 1); }))", "[1,1]")]
    [InlineData("als.run(1, () => new Promise((resolve) => queueMicrotask(() => resolve(als.getStore()))))", "1")]
    [InlineData("als.run(1, async () => { const r = []; for await (const x of (async function* () { yield als.getStore(); await 0; yield als.getStore(); })()) r.push(x, als.getStore()); return r; })", "[1,1,1,1]")]
    // Of who resolves a promise nothing comes along.
    [InlineData("(() => { let go; const p = als.run(1, () => new Promise((r) => { go = r; }).then(() => als.getStore())); als.run(2, go); return p; })()", "1")]
    // A listener runs in the context of whoever dispatches the event, as in Node.js.
    [InlineData("(() => { const t = new EventTarget(); als.run(1, () => t.addEventListener('x', () => seen.push(als.getStore()))); als.run(2, () => t.dispatchEvent(new Event('x'))); return seen; })()", "[2]")]
    [InlineData("als.run(1, () => new ReadableStream({ async pull(c) { await 0; c.enqueue(als.getStore()); c.close(); } })).getReader().read().then((r) => r.value)", "1")]
    [InlineData("als.run(1, () => AsyncLocalStorage.bind(function (a) { return [this.x, a, als.getStore()]; })).call({ x: 9 }, 2)", "[9,2,1]")]
    [InlineData("als.run(2, als.run(1, () => AsyncLocalStorage.snapshot()), (a) => [a, als.getStore()], 3)", "[3,1]")]
    [InlineData("als.run(2, AsyncLocalStorage.snapshot(), () => als.getStore() === undefined)", "true")]
    [InlineData("als.run(1, () => new AsyncResource('X')).runInAsyncScope(function (a) { return [this.y, a, als.getStore()]; }, { y: 1 }, 2)", "[1,2,1]")]
    [InlineData("als.run(1, () => new AsyncResource('X')).bind(() => als.getStore())()", "1")]
    [InlineData("als.run(1, () => AsyncResource.bind(() => als.getStore()))()", "1")]
    [InlineData("['enterWith', 'disable'].map((m) => { try { als[m](1); } catch (e) { return e.message.split(' is')[0]; } })", "[\"asyncLocalStorage.enterWith()\",\"asyncLocalStorage.disable()\"]")]
    [InlineData("[() => als.run(1), () => als.run(1, 2), () => AsyncLocalStorage.bind(1), () => AsyncLocalStorage.snapshot()(), () => new AsyncResource()].map((f) => { try { f(); } catch (e) { return e.name; } })", "[\"TypeError\",\"TypeError\",\"TypeError\",\"TypeError\",\"TypeError\"]")]
    [InlineData("[hooks.AsyncLocalStorage === AsyncLocalStorage, class extends AsyncLocalStorage {}.name, new (class extends AsyncLocalStorage {})().run(4, () => 4)]", "[true,\"\",4]")]
    public async Task A_store_goes_where_the_code_goes(string code, string? expected)
    {
        using var test = new TestWorker($$"""
            import hooks, { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
            const als = new AsyncLocalStorage(), other = new AsyncLocalStorage();
            export default { async fetch() { const seen = []; const value = await {{code}}; return new Response(JSON.stringify(value) ?? ''); } };
            """);
        Assert.Equal(expected ?? "", await test.TextAsync());
    }

    [Fact]
    public async Task Requests_that_interleave_keep_their_stores_apart()
    {
        using var test = new TestWorker("""
            import { AsyncLocalStorage } from 'node:async_hooks';
            const als = new AsyncLocalStorage();
            const id = () => als.getStore()?.id;
            export default { fetch(request) { return als.run({ id: new URL(request.url).pathname }, async () => {
              const seen = new Set([id()]);
              for (let i = 0; i < 20; i++) { await scheduler.wait(i % 3); seen.add(id()); await Promise.all([0, 1].map(async () => { await 0; seen.add(id()); })); }
              return new Response([...seen].join());
            }); } };
            """);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => test.TextAsync($"/{i}")));
        Assert.Equal(Enumerable.Range(0, 20).Select(static i => $"/{i}"), answers, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_context_is_gone_when_the_next_request_begins()
    {
        using var test = new TestWorker("""
            import { AsyncLocalStorage } from 'node:async_hooks';
            const als = new AsyncLocalStorage();
            let p;
            export default { async fetch() { const before = als.getStore(); p ??= als.run(1, async () => { await 0; return als.getStore(); }); return Response.json([before ?? null, await p, als.getStore() ?? null]); } };
            """);
        Assert.Equal("[null,1,null]", await test.TextAsync());
        Assert.Equal("[null,1,null]", await test.TextAsync());
    }

    [Fact]
    public async Task A_context_holds_so_many_stores_and_no_more()
    {
        using var test = new TestWorker("""
            import { AsyncLocalStorage } from 'node:async_hooks';
            let n = 0;
            const deeper = () => new AsyncLocalStorage().run(n, () => { n++; return deeper(); });
            export default { fetch() { try { deeper(); } catch (e) { return new Response(`${n} ${e.name}`); } } };
            """);
        Assert.Equal("256 RangeError", await test.TextAsync());
    }

    [Fact]
    public async Task Contexts_are_charged()
    {
        using var test = new TestWorker(
            """
            import { AsyncLocalStorage } from 'node:async_hooks';
            const all = Array.from({ length: 250 }, () => new AsyncLocalStorage());
            const kept = [];
            const fill = (i) => i < all.length ? all[i].run(i, () => fill(i + 1)) : (() => { for (;;) all[0].run(1, () => kept.push(AsyncLocalStorage.snapshot())); })();
            export default { fetch() { fill(0); } };
            """,
            ExecutionLimits.Default with { CpuMilliseconds = 60_000, TurnMilliseconds = 60_000, AllocationBytes = 32 << 20 });
        Assert.Equal(WorkerOutcome.ExceededMemory, (await test.FailureAsync()).Outcome);
    }

    [Fact]
    public async Task A_module_that_does_not_exist_is_named_with_those_that_do()
    {
        using var test = new TestWorker("import x from 'node:nothing'; export default { fetch() {} };");
        var message = (await test.FailureAsync()).Message;
        Assert.Contains("No such module \"node:nothing\"", message, StringComparison.Ordinal);
        Assert.Contains("node:async_hooks", message, StringComparison.Ordinal);
    }
}
