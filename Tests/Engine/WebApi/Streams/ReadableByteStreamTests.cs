using Jint;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Streams;

public class ReadableByteStreamTests
{
    [Fact]
    public void A_default_reader_reads_a_byte_stream_as_react_does()
    {
        Assert.Equal("[[1,2],[3],true]", TestRealm.Json("""
            let n = 0;
            const s = new ReadableStream({ type: 'bytes', pull(c) {
                if (n++ === 0) c.enqueue(new Uint8Array([1, 2])); else { c.enqueue(new Uint8Array([3])); c.close(); } } }, { highWaterMark: 0 });
            const r = s.getReader();
            return [Array.from((await r.read()).value), Array.from((await r.read()).value), (await r.read()).done];
            """));
    }

    [Fact]
    public void A_byob_read_fills_the_readers_buffer()
    {
        Assert.Equal("[[1,2,3],0,8,true,[4,5]]", TestRealm.Json("""
            const s = new ReadableStream({ type: 'bytes', start(c) { c.enqueue(new Uint8Array([1, 2, 3, 4, 5])); } });
            const r = s.getReader({ mode: 'byob' });
            const mine = new Uint8Array(new ArrayBuffer(8), 2, 3);
            const { value } = await r.read(mine);
            const rest = await r.read(new DataView(new ArrayBuffer(4)));
            return [Array.from(value), mine.byteLength, value.buffer.byteLength, rest.value instanceof DataView,
              Array.from(new Uint8Array(rest.value.buffer, 0, rest.value.byteLength))];
            """));
    }

    [Fact]
    public void A_source_writes_into_the_readers_buffer()
    {
        Assert.Equal("[4,[9,9]]", TestRealm.Json("""
            let size;
            const s = new ReadableStream({ type: 'bytes', pull(c) {
                const v = c.byobRequest.view; size = v.byteLength; v[0] = v[1] = 9; c.byobRequest.respond(2); } });
            const { value } = await s.getReader({ mode: 'byob' }).read(new Uint8Array(4));
            return [size, Array.from(value)];
            """));
    }

    [Fact]
    public void Elements_are_never_split_and_min_is_waited_for()
    {
        Assert.Equal("[[513],[1027,1541]]", TestRealm.Json("""
            let c; const s = new ReadableStream({ type: 'bytes', start(x) { c = x; } });
            const r = s.getReader({ mode: 'byob' });
            const p = r.read(new Uint16Array(4));
            c.enqueue(new Uint8Array([1])); await null;
            c.enqueue(new Uint8Array([2, 3]));
            const first = Array.from((await p).value);
            const q = r.read(new Uint16Array(4), { min: 2 });
            c.enqueue(new Uint8Array([4])); await null;
            c.enqueue(new Uint8Array([5, 6]));
            return [first, Array.from((await q).value)];
            """));
    }

    [Fact]
    public void Automatic_buffers_serve_default_readers()
    {
        Assert.Equal("[16,[7]]", TestRealm.Json("""
            let size;
            const s = new ReadableStream({ type: 'bytes', autoAllocateChunkSize: 16, pull(c) {
                size = c.byobRequest.view.byteLength; c.byobRequest.view[0] = 7; c.byobRequest.respond(1); } });
            return [size, Array.from((await s.getReader().read()).value)].map((v, i) => i ? v : size);
            """));
    }

    [Fact]
    public void Byte_branches_have_bytes_of_their_own()
    {
        Assert.Equal("[[9,2],[1,2],[3],[3]]", TestRealm.Json("""
            let n = 0;
            const s = new ReadableStream({ type: 'bytes', pull(c) { n++ ? (c.enqueue(new Uint8Array([3])), c.close()) : c.enqueue(new Uint8Array([1, 2])); } });
            const [a, b] = s.tee(); const ra = a.getReader(), rb = b.getReader({ mode: 'byob' });
            const x = (await ra.read()).value; x[0] = 9;
            const y = (await rb.read(new Uint8Array(8))).value;
            const z = (await rb.read(new Uint8Array(8))).value;
            const w = (await ra.read()).value;
            await rb.read(new Uint8Array(1)); await ra.closed;
            return [x, y, z, w].map(v => Array.from(v));
            """));
    }

    [Theory]
    [InlineData("c.enqueue(new Uint8Array(0))", "TypeError")]
    [InlineData("c.enqueue('x')", "TypeError")]
    [InlineData("c.enqueue(new ArrayBuffer(3))", "TypeError")]
    [InlineData("const u = new Uint8Array(2); c.enqueue(u); c.enqueue(u)", "TypeError")]
    [InlineData("r.read(new Uint8Array(2)); c.byobRequest.respond(3)", "RangeError")]
    [InlineData("r.read(new Uint8Array(2)); c.byobRequest.respond(-1)", "TypeError")]
    [InlineData("r.read(new Uint8Array(2)); c.byobRequest.respond(0)", "TypeError")]
    [InlineData("r.read(new Uint8Array(2)); const q = c.byobRequest; q.respond(1); q.respond(1)", "TypeError")]
    [InlineData("r.read(new Uint8Array(2)); c.byobRequest.respondWithNewView(new Uint8Array(3))", "RangeError")]
    [InlineData("r.read(new Uint8Array(2)); const b = c.byobRequest.view.buffer.transfer(); c.byobRequest.respond(1)", "TypeError")]
    [InlineData("r.read(new Uint8Array(2)); const b = c.byobRequest.view.buffer.transfer(); c.enqueue(new Uint8Array(1))", "TypeError")]
    [InlineData("const d = new DataView(new ArrayBuffer(4)); Object.defineProperty(d, 'buffer', { value: 1 }); c.enqueue(d)", "none")]
    public void Bad_chunks_and_answers_are_refused(string script, string error)
    {
        Assert.Equal(error, TestRealm.Run($$"""
            let c; const s = new ReadableStream({ type: 'bytes', start(x) { c = x; } }); const r = s.getReader({ mode: 'byob' });
            (() => { try { {{script}}; return 'none'; } catch (e) { return e.name; } })()
            """).AsString());
    }

    [Theory]
    [InlineData("r.read(new Uint8Array(0))", "TypeError")]
    [InlineData("r.read({})", "TypeError")]
    [InlineData("r.read(new Uint8Array(2), { min: 3 })", "RangeError")]
    [InlineData("r.read(new Uint8Array(2), { min: 0 })", "TypeError")]
    [InlineData("(() => { const b = new Uint8Array(2); b.buffer.transfer(); return r.read(b); })()", "TypeError")]
    [InlineData("(() => { const b = new Uint8Array(2); return r.read(b, { get min() { b.buffer.transfer(); return 1; } }); })()", "TypeError")]
    public void Bad_views_reject_the_read(string read, string error)
    {
        Assert.Equal($"\"{error}\"", TestRealm.Json($$"""
            const r = new ReadableStream({ type: 'bytes' }).getReader({ mode: 'byob' });
            return await {{read}}.then(() => 'none', e => e.name);
            """));
    }

    [Fact]
    public void ReadAtLeast_waits_for_so_many_bytes_and_gives_what_is_left_before_the_end() => Assert.Equal(
        "[[false,[1,2,3,4]],[false,[5]],[true,[]],\"TypeError\",\"RangeError\",[3,2,1]]", TestRealm.Json("""
        const make = (...chunks) => new ReadableStream({ type: 'bytes', pull(c) {
          if (chunks.length) c.enqueue(new Uint8Array(chunks.shift()));
          else { c.close(); c.byobRequest?.respond(0); }
        } }).getReader({ mode: 'byob' });
        const show = ({ done, value }) => [done, [...value]], name = (e) => e.name;
        const reader = make([1, 2], [3, 4], [5]);
        const read = (n) => reader.readAtLeast(n, new Uint8Array(8)).then(show);
        const wanted = [];
        const asked = new ReadableStream({ type: 'bytes', pull({ byobRequest }) { wanted.push(byobRequest.atLeast); byobRequest.view[0] = 9; byobRequest.respond(1); } });
        await asked.getReader({ mode: 'byob' }).readAtLeast(3, new Uint8Array(4));
        return [await read(3), await read(3), await read(3), await make().readAtLeast(0, new Uint8Array(1)).catch(name), await make().readAtLeast(2, new Uint8Array(1)).catch(name), wanted];
        """));

    [Fact]
    public void A_source_that_fails_while_a_branch_is_given_bytes_ends_both_branches()
    {
        Assert.Equal("""[2,2,"RangeError"]""", TestRealm.Json("""
            const s = new ReadableStream({ type: 'bytes', start(c) { c.enqueue(new Uint8Array(3)); }, pull(c) { c.error(new RangeError('b')); } }, { highWaterMark: 1 });
            const [a, b] = s.tee(), byob = a.getReader({ mode: 'byob' }), other = b.getReader(), ends = [];
            for (const read of [() => byob.read(new Uint8Array(2)), () => other.read(), () => byob.read(new Uint8Array(4))]) try { ends.push((await read()).value.length); } catch (e) { ends.push(e.name); }
            return ends;
            """));
    }
}
