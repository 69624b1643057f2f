using Jint;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Streams;

public class WritableStreamTests
{
    [Fact]
    public void Writes_reach_the_sink_one_at_a_time_and_then_the_close()
    {
        Assert.Equal("[\"+1\",\"-1\",\"+2\",\"-2\",\"close\"]", TestRealm.Json("""
            const log = [];
            const w = new WritableStream({ async write(c) { log.push('+' + c); await null; log.push('-' + c); }, close() { log.push('close'); } }).getWriter();
            w.write(1); w.write(2); await w.close(); await w.closed;
            return log;
            """));
    }

    [Fact]
    public void Ready_follows_the_backpressure()
    {
        Assert.Equal("[2,1,0,false,true,2]", TestRealm.Json("""
            let release; const sizes = [];
            const w = new WritableStream({ write() { return new Promise(r => release = r); } }, { highWaterMark: 2 }).getWriter();
            await null; sizes.push(w.desiredSize); w.write(1); sizes.push(w.desiredSize); w.write(2); sizes.push(w.desiredSize);
            let ready = false; const p = w.ready.then(() => ready = true);
            for (let i = 0; i < 5; i++) await null;
            const before = ready; release(); await p; const after = ready; release(); await null; await null;
            return [...sizes, before, after, w.desiredSize];
            """));
    }

    [Fact]
    public void A_failing_write_errors_the_stream_and_rejects_what_waits()
    {
        Assert.Equal("[\"bad\",\"bad\",\"bad\",null,\"bad\"]", TestRealm.Json("""
            const w = new WritableStream({ write() { throw 'bad'; } }).getWriter();
            const r = await Promise.all([w.write(1), w.write(2), w.close()].map(p => p.then(() => 'ok', e => e)));
            return [...r, w.desiredSize, await w.closed.catch(e => e)];
            """));
    }

    [Fact]
    public void Abort_waits_for_the_write_in_flight_and_tells_the_sink()
    {
        Assert.Equal("[\"written\",\"abort why\",\"ok\",\"why\"]", TestRealm.Json("""
            const log = []; let release;
            const w = new WritableStream({ write() { return new Promise(r => release = () => { log.push('written'); r(); }); }, abort(r) { log.push('abort ' + r); } }).getWriter();
            await w.ready; const first = w.write(1), second = w.write(2).catch(e => e);
            await null; await null;
            const aborted = w.abort('why'); release(); await aborted;
            return [...log, await first.then(() => 'ok'), await second];
            """));
    }

    [Theory]
    [InlineData("new WritableStream({type: 'bytes'})", "RangeError")]
    [InlineData("new WritableStream({write: 1})", "TypeError")]
    [InlineData("new WritableStream(null)", "TypeError")]
    [InlineData("new WritableStreamDefaultController()", "TypeError")]
    [InlineData("new WritableStreamDefaultWriter({})", "TypeError")]
    [InlineData("const s = new WritableStream(); s.getWriter(); s.getWriter()", "TypeError")]
    [InlineData("const w = new WritableStream().getWriter(); w.releaseLock(); w.desiredSize", "TypeError")]
    [InlineData("new TransformStream({readableType: 1})", "RangeError")]
    [InlineData("new TransformStream({start() { throw new SyntaxError() }})", "SyntaxError")]
    [InlineData("new ReadableStream().pipeThrough({})", "TypeError")]
    [InlineData("const s = new ReadableStream(); s.getReader(); s.pipeThrough(new TransformStream())", "TypeError")]
    [InlineData("new FixedLengthStream(-1)", "TypeError")]
    [InlineData("new FixedLengthStream()", "TypeError")]
    public void Bad_arguments_are_refused(string script, string error)
    {
        Assert.Equal(error, TestRealm.Run($"try {{ {script}; 'none' }} catch (e) {{ e.name }}").AsString());
    }

    [Theory]
    [InlineData("new ReadableStream().pipeTo({})")]
    [InlineData("(() => { const s = new WritableStream(); s.getWriter(); return new ReadableStream().pipeTo(s); })()")]
    [InlineData("(() => { const s = new WritableStream(); s.getWriter(); return s.abort(); })()")]
    [InlineData("(() => { const s = new WritableStream(); s.close(); return s.close(); })()")]
    [InlineData("(() => { const w = new WritableStream().getWriter(); w.close(); return w.write(1); })()")]
    [InlineData("new ReadableStream().pipeTo(new WritableStream(), { signal: {} })")]
    public void Bad_calls_reject(string call)
    {
        Assert.Equal("\"TypeError\"", TestRealm.Json($"return await {call}.then(() => 'none', e => e.name);"));
    }
}
