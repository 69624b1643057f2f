using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Jint;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Streams;

public class PipeTests
{
    private const string Prelude = """
        async function all(s) { const out = []; for await (const c of s) out.push(c); return out; }
        function sink(log) { return new WritableStream({ write(c) { log.push(c); }, close() { log.push('close'); }, abort(r) { log.push('abort ' + r); } }); }
        """;

    [Theory]
    [InlineData("await ReadableStream.from([1,2]).pipeTo(sink(log)); return log;", "[1,2,\"close\"]")]
    [InlineData("await ReadableStream.from([1]).pipeTo(sink(log), { preventClose: true }); return log;", "[1]")]
    [InlineData("const e = await new ReadableStream({ start(c) { c.error('x'); } }).pipeTo(sink(log)).catch(e => e); return [e, ...log];", "[\"x\",\"abort x\"]")]
    [InlineData("const e = await new ReadableStream({ start(c) { c.error('x'); } }).pipeTo(sink(log), { preventAbort: true }).catch(e => e); return [e, ...log];", "[\"x\"]")]
    [InlineData("const e = await new ReadableStream({ cancel(r) { log.push('cancel ' + r); } }).pipeTo(new WritableStream({ start(c) { c.error('y'); } })).catch(e => e); return [e, ...log];", "[\"y\",\"cancel y\"]")]
    [InlineData("const e = await new ReadableStream({ cancel(r) { log.push('cancel ' + r); } }).pipeTo(new WritableStream({ start(c) { c.error('y'); } }), { preventCancel: true }).catch(e => e); return [e, ...log];", "[\"y\"]")]
    [InlineData("const e = await ReadableStream.from([1, 2]).pipeTo(new WritableStream({ write() { throw 'z'; } })).catch(e => e); return [e];", "[\"z\"]")]
    [InlineData("const w = new WritableStream(); w.close(); return [await new ReadableStream({ cancel() { log.push('cancel'); } }).pipeTo(w).catch(e => e.name), ...log];", "[\"TypeError\",\"cancel\"]")]
    [InlineData("const s = new ReadableStream(), w = new WritableStream(); s.pipeTo(w).catch(() => {}); return [s.locked, w.locked];", "[true,true]")]
    [InlineData("const s = ReadableStream.from([]), w = new WritableStream(); await s.pipeTo(w, { preventClose: true }); return [s.locked, w.locked];", "[false,false]")]
    public void A_pipe_carries_chunks_ends_and_errors(string body, string expected)
    {
        Assert.Equal(expected, TestRealm.Json(Prelude + "const log = [];" + body));
    }

    [Fact]
    public void A_signal_ends_a_pipe()
    {
        Assert.Equal("[\"stop\",\"abort stop\",\"cancel stop\",false,\"gone\",\"TypeError\"]", TestRealm.Json(Prelude + """
            const log = [], controller = new AbortController(), { signal } = controller;
            const s = new ReadableStream({ cancel(r) { log.push('cancel ' + r); } }), w = sink(log);
            const p = s.pipeTo(w, { signal }).catch(e => e);
            await null; controller.abort('stop');
            const e = await p;
            const early = await new ReadableStream().pipeTo(sink([]), { signal: AbortSignal.abort('gone') }).catch(e => e);
            const alike = await new ReadableStream().pipeTo(sink([]), { signal: Object.create(AbortSignal.prototype) }).catch(e => e.name);
            return [e, ...log, s.locked, early, alike];
            """));
    }

    [Fact]
    public void A_pipe_reads_no_faster_than_the_target_takes()
    {
        Assert.Equal("[true,true]", TestRealm.Json("""
            let pulls = 0, release;
            const s = new ReadableStream({ pull(c) { pulls++; c.enqueue(pulls); } }, { highWaterMark: 0 });
            s.pipeTo(new WritableStream({ write() { return new Promise(r => release = r); } }));
            for (let i = 0; i < 50; i++) await null;
            const before = pulls; release(); for (let i = 0; i < 50; i++) await null;
            return [before === 1, pulls === 2];
            """));
    }

    [Theory]
    [InlineData("return all(ReadableStream.from([1,2]).pipeThrough(new TransformStream()));", "[1,2]")]
    [InlineData("return all(ReadableStream.from([1,2]).pipeThrough(new TransformStream({ transform(c, t) { t.enqueue(c * 10); t.enqueue(c); }, flush(t) { t.enqueue('end'); } })));", "[10,1,20,2,\"end\"]")]
    [InlineData("return [await all(ReadableStream.from([1,2]).pipeThrough(new TransformStream({ transform() { throw 'bad'; } }))).catch(e => e)];", "[\"bad\"]")]
    [InlineData("return all(ReadableStream.from([1,2,3]).pipeThrough(new TransformStream({ transform(c, t) { t.enqueue(c); if (c === 2) t.terminate(); } })));", "[1,2]")]
    [InlineData("return [await all(ReadableStream.from([1]).pipeThrough(new TransformStream({ start(t) { t.error('e'); } }))).catch(e => e)];", "[\"e\"]")]
    [InlineData("let r; const t = new TransformStream({ cancel(x) { r = x; } }); const w = t.writable.getWriter(); await t.readable.cancel('c'); return [r, await w.closed.catch(e => e)];", "[\"c\",\"c\"]")]
    [InlineData("let r; const t = new TransformStream({ cancel(x) { r = x; } }); await t.writable.abort('a'); return [r, await t.readable.getReader().read().catch(e => e)];", "[\"a\",\"a\"]")]
    public void A_transform_stands_between_the_two_sides(string body, string expected)
    {
        Assert.Equal(expected, TestRealm.Json(Prelude + body));
    }

    [Fact]
    public void An_identity_stream_is_a_byte_pipe_whose_writes_wait_for_the_reader()
    {
        Assert.Equal("[false,[1,2],true,true,\"TypeError\"]", TestRealm.Json("""
            const { readable, writable } = new IdentityTransformStream();
            const w = writable.getWriter(); let written = false;
            const p = w.write(new Uint8Array([1, 2]).buffer).then(() => written = true);
            for (let i = 0; i < 20; i++) await null;
            const before = written;
            const r = readable.getReader({ mode: 'byob' });
            const { value } = await r.read(new Uint8Array(5)); await p;
            w.close();
            const { done } = await r.read(new Uint8Array(5));
            const other = new IdentityTransformStream().writable.getWriter();
            return [before, Array.from(value), done, new IdentityTransformStream() instanceof TransformStream, await other.write('text').catch(e => e.name)];
            """));
    }

    [Theory]
    [InlineData("new FixedLengthStream(3)", "[1,2,3]", "[\"ok\",\"ok\"]")]
    [InlineData("new FixedLengthStream(3n)", "[1,2,3]", "[\"ok\",\"ok\"]")]
    [InlineData("new FixedLengthStream(4)", "[1,2,3]", "[\"ok\",\"TypeError\"]")]
    [InlineData("new FixedLengthStream(2)", "[1,2,3]", "[\"TypeError\",\"TypeError\"]")]
    public void A_stream_of_fixed_length_holds_the_writer_to_it(string create, string bytes, string expected)
    {
        Assert.Equal(expected, TestRealm.Json($$"""
            const { readable, writable } = {{create}};
            const w = writable.getWriter();
            const done = readable.pipeTo(new WritableStream()).catch(() => {});
            const a = w.write(new Uint8Array({{bytes}})).then(() => 'ok', e => e.name);
            const b = w.close().then(() => 'ok', e => e.name);
            return [await a, await b];
            """));
    }

    [Property(MaxTest = 40)]
    public Property Any_chunking_through_any_chain_gives_the_same_bytes()
    {
        var chunks = Gen.Choose(0, 20).SelectMany(n => Gen.Choose(0, 255).ArrayOf(n)).ArrayOf();
        var links = Gen.Elements(
            "new TransformStream()",
            "new TransformStream({}, { highWaterMark: 4 }, { highWaterMark: 3 })",
            "new IdentityTransformStream()",
            "new TransformStream({ transform(c, t) { for (const b of c) t.enqueue(new Uint8Array([b])); } })").ListOf();
        return Prop.ForAll(chunks.ToArbitrary(), links.ToArbitrary(), (data, chain) =>
        {
            var literal = string.Join(',', data.Select(c => "[" + string.Join(',', c.Select(b => b.ToString(CultureInfo.InvariantCulture))) + "]"));
            var through = string.Concat(chain.Take(4).Select(l => $".pipeThrough({l})"));
            var result = TestRealm.Json($$"""
                const data = [{{literal}}];
                const s = ReadableStream.from(data.map(c => new Uint8Array(c))){{through}};
                const [a, b] = s.tee(); const out = [[], []];
                await Promise.all([a, b].map((branch, i) => branch.pipeTo(new WritableStream({ write(c) { out[i].push(...c); } }))));
                return out;
                """);
            var flat = "[" + string.Join(',', data.SelectMany(c => c)) + "]";
            return result == $"[{flat},{flat}]";
        });
    }

    [Property(MaxTest = 40)]
    public Property Byte_branches_read_in_any_way_are_equal()
    {
        var chunks = Gen.Choose(1, 30).SelectMany(n => Gen.Choose(0, 255).ArrayOf(n)).NonEmptyListOf();
        var sizes = Gen.Choose(1, 40).ArrayOf(2);
        var modes = Gen.Elements("byob", "default").ArrayOf(2);
        return Prop.ForAll(chunks.ToArbitrary(), sizes.ToArbitrary(), modes.ToArbitrary(), (data, size, mode) =>
        {
            var literal = string.Join(',', data.Select(c => "[" + string.Join(',', c) + "]"));
            var result = TestRealm.Json($$"""
                const data = [{{literal}}];
                const s = new ReadableStream({ type: 'bytes', pull(c) {
                    const next = data.shift();
                    if (next) c.enqueue(new Uint8Array(next)); else { c.close(); c.byobRequest?.respond(0); } } });
                async function read(branch, mode, size) {
                    const out = [], r = branch.getReader(mode === 'byob' ? { mode } : {});
                    for (;;) {
                        const { value, done } = mode === 'byob' ? await r.read(new Uint8Array(size)) : await r.read();
                        if (value) out.push(...value);
                        if (done) return out;
                    }
                }
                const [a, b] = s.tee();
                return Promise.all([read(a, '{{mode[0]}}', {{size[0]}}), read(b, '{{mode[1]}}', {{size[1]}})]);
                """);
            var flat = "[" + string.Join(',', data.SelectMany(c => c)) + "]";
            return result == $"[{flat},{flat}]";
        });
    }
}
