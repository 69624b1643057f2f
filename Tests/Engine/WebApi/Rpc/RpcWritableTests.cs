using PureEdge.Engine.Tests.Events;
using PureEdge.Engine.WebApi.Rpc;

namespace PureEdge.Engine.Tests.WebApi.Rpc;

/// <summary>WritableStreams that workers pass to each other (https://developers.cloudflare.com/workers/runtime-apis/rpc/#readablestream-writeablestream-request-and-response).</summary>
public sealed class RpcWritableTests
{
    private const string Back = """
        import { WorkerEntrypoint } from "cloudflare:workers";
        const bytes = (text) => new TextEncoder().encode(text);
        const log = [];
        export default class extends WorkerEntrypoint {
          async write(stream, ...texts) { const w = stream.getWriter(); for (const text of texts) await w.write(bytes(text)); await w.close(); return "written"; }
          async pipe(stream) { await new Blob(["bl", "ob"]).stream().pipeTo(stream); }
          async part(stream) { const w = stream.getWriter(); await w.write(bytes("a large one").subarray(2, 7)); await w.write(new Uint16Array([0x6261]).buffer); await w.close(); }
          async abort(stream, reason) { await stream.getWriter().abort(reason ?? new RangeError("torn")); }
          async abortWithWhatCannotBeCopied(stream) { await stream.getWriter().abort(() => 1); }
          async raw(stream, chunk) { await stream.getWriter().write(chunk); }
          async failing(stream) { const w = stream.getWriter(); const told = []; await w.write(bytes("x")).catch(e => told.push(`write ${e}`)); await w.closed.catch(e => told.push(`closed ${e}`)); return told.join(); }
          flood(stream) { const w = stream.getWriter(); for (let i = 0; i < 10; i++) w.write(new Uint8Array(10240)).catch(() => {}); this.ctx.waitUntil(w.close().catch(() => {})); return w.desiredSize; }
          hold(stream) { globalThis.kept = stream; return "held"; }
          later(stream) { const w = stream.getWriter(); this.ctx.waitUntil((async () => { try { for (;;) await w.write(bytes("x")); } catch (e) { console.log(String(e)); } })()); return "later"; }
          async endless(stream) { const w = stream.getWriter(); for (;;) await w.write(new Uint8Array(65536)); }
          pass(stream, ...texts) { return this.env.THIRD.write(stream, ...texts); }
          echo(x) { return x; }
          sink() { return new WritableStream({ write(c) { log.push(new TextDecoder().decode(c)); }, close() { log.push("closed"); }, abort(r) { log.push(`aborted ${r}`); } }); }
          log() { return log.splice(0).join(); }
        }
        """;

    private const string Front = """
        import { WorkerEntrypoint } from "cloudflare:workers";
        const bytes = (text) => new TextEncoder().encode(text);
        const through = async (write) => { const { readable, writable } = new IdentityTransformStream(); const text = new Response(readable).text(); const [read] = await Promise.all([text, write(writable)]); return read; };
        const aborted = (write) => new Promise((done, fail) => { Promise.resolve(write(new WritableStream({ abort(reason) { done(reason); } }))).catch(fail); });
        """;

    [Theory]
    [InlineData("through(w => env.BACK.write(w, 'a', '', 'bc'))", "abc")]
    [InlineData("through(w => env.BACK.pipe(w))", "blob")]
    [InlineData("through(w => env.BACK.part(w))", "largeab")]
    [InlineData("through(w => env.BACK.pass(w, 'a', 'b'))", "ab")]
    [InlineData("through(async w => new Blob(['there and back']).stream().pipeTo(await env.BACK.echo(w)))", "there and back")]
    [InlineData("env.BACK.write(new WritableStream(), 'a')", "written")]
    [InlineData("(async () => { const w = (await env.BACK.sink()).getWriter(); await w.write(bytes('a')); await w.write(bytes('b')); await w.close(); return env.BACK.log(); })()", "a,b,closed")]
    [InlineData("(async () => { const w = (await env.BACK.sink()).getWriter(); await w.write(bytes('a')); await w.abort('enough'); return env.BACK.log(); })()", "a,aborted enough")]
    [InlineData("(async () => { const w = await env.BACK.sink(); await w.close(); return env.BACK.log(); })()", "closed")]
    public async Task What_is_written_arrives(string expression, string expected) => Assert.Equal(expected, await AskAsync(expression));

    [Theory]
    [InlineData("aborted(w => env.BACK.abort(w))", "RangeError: torn")]
    [InlineData("aborted(w => env.BACK.abort(w, { a: 1 })).then(r => JSON.stringify(r))", "{\"a\":1}")]
    [InlineData("aborted(w => env.BACK.abortWithWhatCannotBeCopied(w))", "Error: A value was thrown that cannot be copied.")]
    [InlineData("aborted(w => env.BACK.hold(w))", "TypeError: The event that got the stream is over, and has not closed it.")]
    [InlineData("env.BACK.failing(new WritableStream({ write() { throw new RangeError('full'); } }))", "write RangeError: full,closed RangeError: full")]
    [InlineData("env.BACK.write(new WritableStream({ close() { throw new RangeError('not yet'); } }))", "RangeError: not yet")]
    [InlineData("env.BACK.raw(new WritableStream(), 'text')", "TypeError: A chunk of a WritableStream of another worker must be an ArrayBuffer or a view of one.")]
    [InlineData("(() => { const w = new WritableStream(); w.getWriter(); return env.BACK.echo(w); })()", "TypeError: The stream is locked to a writer.")]
    [InlineData("(async () => { const w = new WritableStream(); await env.BACK.write(w); return w.locked; })()", "true")]
    public async Task How_it_ends_is_told_to_the_other_side(string expression, string expected) => Assert.Equal(expected, await AskAsync(expression));

    [Fact]
    public async Task One_chunk_is_on_its_way_and_the_writer_is_told_to_wait() => Assert.Equal("-36864 1 10", await AskAsync("""
        (async () => {
          let now = 0, most = 0, all = 0, end;
          const ended = new Promise(done => { end = done; });
          const size = await env.BACK.flood(new WritableStream({ async write() { most = Math.max(most, ++now); all++; await new Promise(done => setTimeout(done, 1)); now--; }, close() { end(); } }));
          await ended;
          return `${size} ${most} ${all}`;
        })()
        """));

    [Fact]
    public async Task Writes_to_an_event_that_is_over_fail()
    {
        using var workers = Workers("env.BACK.later(new WritableStream())");
        Assert.Equal("later", await workers.AskAsync());
        Assert.True(SpinWait.SpinUntil(() => workers.Completed == 2, TimeSpan.FromSeconds(20)), $"{workers.Completed} events are over");
        // Which of the two it sees first: that its caller has gone, or that the stream has.
        Assert.Matches("TypeError: (RPC stub used after being disposed|The RPC stub leads nowhere any more)", workers.Log);
    }

    [Fact]
    public async Task Who_writes_for_ever_comes_to_an_end() => Assert.Equal("ended", await AskAsync("env.BACK.endless(new WritableStream()).catch(() => 'ended')"));

    [Fact]
    public async Task Nothing_is_left_when_the_events_are_over()
    {
        const int Events = 30;
        var before = RpcSwitchboard.Count;
        using var workers = Workers("(async () => { await env.BACK.hold(new WritableStream()); await env.BACK.write(new WritableStream(), 'x'); globalThis.kept = await env.BACK.sink(); return 'done'; })()");
        for (var i = 0; i < Events; i++)
        {
            Assert.Equal("done", await workers.AskAsync());
        }

        Assert.True(SpinWait.SpinUntil(() => workers.Completed == 4 * Events, TimeSpan.FromSeconds(20)), $"{workers.Completed} events are over");
        Assert.True(SpinWait.SpinUntil(() => RpcSwitchboard.Count < before + Events, TimeSpan.FromSeconds(20)), $"{RpcSwitchboard.Count} numbers lead somewhere, {before} did before");
    }

    private static LinkedWorkers Workers(string expression) => new(
        ("front", $"{Front} export default {{ async fetch(r, env) {{ try {{ return new Response(String(await ({expression}))); }} catch (e) {{ return new Response(String(e)); }} }} }};"), ("back", Back), ("third", Back));

    private static async Task<string> AskAsync(string expression)
    {
        using var workers = Workers(expression);
        return await workers.AskAsync();
    }
}
