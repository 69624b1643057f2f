using FsCheck;
using FsCheck.Fluent;

namespace PureEdge.Fuzz.Programs.Peers;

/// <summary>Programs over streams: a source, what is between, and a list of things that are done at the end. Each says all that it saw.</summary>
internal static class PeerStreams
{
    // "see" notes a line, "of" what a promise comes to; what nothing settles any more is not waited for.
    private const string Frame = "await say(\"$2\", async () => { const seen = [], see = (...a) => { seen.push(a.map((x) => x instanceof Error ? x.name : String(x)).join(\" \")); }, of = (p, n) => Promise.race([say.turns(2), p.then((v) => see(n, JSON.stringify(v)), (e) => see(n, \"!\", e?.name ?? e))]); $0 $1 await say.turns(3); return seen; });";

    private static readonly string[] Sources =
    [
        "const s = new ReadableStream({ start(c) { $a c.close(); } });",
        "let n = 0; const s = new ReadableStream({ pull(c) { see(\"pull\", c.desiredSize); c.enqueue(++n); if (n === $n) c.close(); }, cancel(r) { see(\"cancel\", r); } }, { highWaterMark: $h });",
        "let n = 0; const s = new ReadableStream({ async pull(c) { await null; if (++n > $n) c.error(new RangeError(\"r\")); else c.enqueue(n); }, async cancel(r) { see(\"cancel\", r); throw new TypeError(\"c\"); } }, { highWaterMark: $h });",
        "const s = new ReadableStream({ start() { throw new RangeError(\"start\"); } });",
        "const s = new ReadableStream({ async start() { await null; throw new RangeError(\"late\"); } });",
        "const s = new ReadableStream({ start(c) { $a }, cancel(r) { see(\"cancel\", r); return Promise.reject(new TypeError(\"no\")); } }, { highWaterMark: $h, size(x) { return x === \"a\" ? 2 : 1; } });",
        "const s = new ReadableStream({ start(c) { $a c.error(\"plain\"); } });",
        "const s = ReadableStream.from([1, \"b\", Promise.resolve(3)]);",
        "const s = ReadableStream.from((async function* () { try { yield 1; yield 2; throw new RangeError(\"it\"); } finally { see(\"finally\"); } })());",
        "let ctl; const s = new ReadableStream({ start(c) { ctl = c; }, pull() { see(\"pull\"); } }, { highWaterMark: $h }); queueMicrotask(() => { try { ctl.enqueue(\"later\"); ctl.close(); } catch (e) { see(e.name); } });",
        "let n = 0; const s = new ReadableStream({ type: \"bytes\", autoAllocateChunkSize: 8, pull(c) { const v = c.byobRequest?.view; see(\"byob\", v?.byteLength); if (n++ === $n) { c.close(); c.byobRequest?.respond(0); } else if (v) { v[0] = n; c.byobRequest.respond(1); } else c.enqueue(new Uint8Array([n, n])); } });",
        "const s = new ReadableStream({ type: \"bytes\", start(c) { c.enqueue(new Uint8Array([1, 2, 3])); c.enqueue(new Uint8Array([4, 5])); c.close(); } });",
    ];

    private static readonly string[] Middles =
    [
        "", "", "const t = s.pipeThrough(new TransformStream());", "const t = s.pipeThrough(new TransformStream({ transform(x, c) { c.enqueue(x); c.enqueue(x); }, flush(c) { c.enqueue(\"end\"); } }));",
        "const t = s.pipeThrough(new TransformStream({ transform(x, c) { see(\"t\", c.desiredSize); if (x === 2) c.terminate(); else c.enqueue(x); } }, { highWaterMark: $h }, { highWaterMark: $h }));",
        "const t = s.pipeThrough(new TransformStream({ async transform(x, c) { if (x === 2) throw new EvalError(\"x\"); c.enqueue(x); }, cancel(r) { see(\"tcancel\", r); } }));",
        "const t = s.pipeThrough(new TransformStream({ start(c) { c.enqueue(\"first\"); }, flush(c) { c.error(new SyntaxError(\"f\")); } }));",
        "const t = s.pipeThrough(new TransformStream({ transform(x, c) { c.error(new URIError(\"u\")); } }), { preventCancel: true });",
    ];

    private static readonly string[] Ends =
    [
        "const r = t.getReader(); of(r.closed, \"closed\"); for (let i = 0; i < 4; i++) of(r.read(), i);",
        "const r = t.getReader(); await of(r.read(), 0); await of(r.cancel(\"why\"), \"c\"); await of(r.read(), 1); of(r.closed, \"closed\");",
        "const r = t.getReader(); of(r.read(), 0); r.releaseLock(); of(r.closed, \"closed\"); see(t.locked); const q = t.getReader(); await of(q.read(), 1); await of(q.read(), 2);",
        "const [a, b] = t.tee(), x = a.getReader(), y = b.getReader(); await of(x.read(), \"a0\"); await of(y.read(), \"b0\"); await of(x.read(), \"a1\"); of(x.cancel(1), \"ca\"); await of(y.read(), \"b1\"); of(y.cancel(2), \"cb\");",
        "const [a, b] = t.tee(); of(a.cancel(\"x\"), \"ca\"); of(b.cancel(\"y\"), \"cb\"); see(t.locked);",
        "try { for await (const x of t) { see(\"x\", x); if (x === 2) break; } } catch (e) { see(\"caught\", e?.name ?? e); } see(t.locked);",
        "try { for await (const x of t.values({ preventCancel: true })) { see(\"x\", x); if (x === 1) break; } } catch (e) { see(\"caught\", e?.name ?? e); } of(t.getReader().read(), \"then\");",
        "const w = new WritableStream({ write(x, c) { see(\"w\", x); }, close() { see(\"close\"); }, abort(e) { see(\"abort\", e?.name ?? e); } }, { highWaterMark: $h }); await of(t.pipeTo(w), \"pipe\"); see(t.locked, w.locked);",
        "const w = new WritableStream({ write(x, c) { see(\"w\", x); if (x === 2) throw new RangeError(\"w\"); }, close() { throw new TypeError(\"cl\"); }, abort(e) { see(\"abort\", e?.name ?? e); } }); await of(t.pipeTo(w, { preventClose: $f, preventCancel: $g, preventAbort: $f }), \"pipe\"); of(w.getWriter().closed, \"wc\");",
        "const k = new AbortController(), w = new WritableStream({ write(x) { see(\"w\", x); if (x === 1) k.abort($f ? undefined : \"why\"); }, abort(e) { see(\"abort\", e?.name ?? e); } }); await of(t.pipeTo(w, { signal: k.signal, preventAbort: $g }), \"pipe\"); see(t.locked, w.locked);",
        "try { const r = t.getReader({ mode: \"byob\" }); for (let i = 0; i < 3; i++) { const { value, done } = await r.read(new Uint8Array(2)); see(done, value?.length, value?.join()); if (done) break; } } catch (e) { see(\"caught\", e?.name ?? e); }",
        "const w = new TransformStream({ transform(x, c) { c.enqueue(x); } }), g = w.writable.getWriter(); see(g.desiredSize); of(g.ready, \"ready\"); of(g.write(1), \"w1\"); of(g.close(), \"cl\"); of(g.write(2), \"w2\"); of(w.readable.getReader().read(), \"r\"); of(t.cancel(), \"tc\");",
        "const w = new WritableStream({ async write(x) { await null; see(\"w\", x); }, abort(e) { see(\"abort\", e); } }, { highWaterMark: $h, size: (x) => x ?? 1 }), g = w.getWriter(); see(g.desiredSize); of(g.write(2), \"w1\"); of(g.write(3), \"w2\"); see(g.desiredSize); of(g.ready, \"ready\"); $f ? of(g.abort(\"ab\"), \"a\") : of(g.close(), \"cl\"); of(g.closed, \"closed\"); of(g.write(1), \"w3\"); of(t.cancel(), \"tc\");",
        "of(t.cancel(\"now\"), \"c\"); of(t.cancel(\"again\"), \"d\"); try { t.getReader().releaseLock(); } catch (e) { see(e.name); } of(t.pipeTo(new WritableStream()), \"p\");",
    ];

    public static Gen<Term> Any { get; } =
        from source in Numbered(Sources)
        from middle in Gen.Elements(Enumerable.Range(0, Middles.Length).ToArray())
        from middleText in Gen.Constant(Middles[middle]).SelectMany(Filled)
        from end in Numbered(Ends)
        select Term.Any(
            Frame,
            Term.Any(source.Text + (middleText.Length == 0 ? " const t = s;" : " " + middleText)),
            Term.Any(end.Text),
            Term.Any($"stream-{source.At}-{middle}-{end.At}"));

    private static Gen<(int At, string Text)> Numbered(string[] texts) =>
        from at in Gen.Choose(0, texts.Length - 1) from text in Filled(texts[at]) select (at, text);

    private static Gen<string> Filled(string text) =>
        from size in Gen.Choose(0, 3)
        from count in Gen.Choose(0, 4)
        from first in Gen.Elements("true", "false")
        from second in Gen.Elements("true", "false")
        from chunks in Gen.Elements("c.enqueue(1);", "c.enqueue(\"a\"); see(c.desiredSize);", "c.enqueue(1); c.enqueue(2); c.enqueue(3); see(c.desiredSize);", "")
        select text.Replace("$h", $"{size}", StringComparison.Ordinal).Replace("$n", $"{count}", StringComparison.Ordinal).Replace("$f", first, StringComparison.Ordinal)
            .Replace("$g", second, StringComparison.Ordinal).Replace("$a", chunks, StringComparison.Ordinal);
}
