using FsCheck;
using FsCheck.Fluent;

namespace PureEdge.Fuzz.Programs.Peers;

/// <summary>
/// Statements about streams: what is read (r), and what the source (s) and the sink (w) are asked for. Each has a list of its own, because the order of two
/// of them is one of turns, which engines take differently.
/// </summary>
internal static class PeerStreams
{
    private const string Before = "const r = [], s = [], w = [], p = (l, ...v) => { for (const x of v) l.push(x instanceof Error ? x.name : x); }, q = async () => { for (let n = 0; n < 60; n++) await null; }, L = $0; let i = 0; try { ";

    // What was begun comes to its end.
    private const string After = " } catch (e) { p(r, \"threw\", e); } await q(); return { r, s, w }; });";

    private const string Cancel = "cancel(e) { p(s, \"cancel\", e); }";

    private const string Fill = "if (c.byobRequest) { const v = c.byobRequest.view; new Uint8Array(v.buffer, v.byteOffset, v.byteLength)[0] = ++i; c.byobRequest.respond(1); } else c.enqueue(new Uint8Array([++i, 9, 8]));";

    private static readonly string[] Chunks =
    [
        "[1, 2, 3]", "[\"a\", \"bc\", \"\"]", "[new Uint8Array([1, 2]), new Uint8Array(0), new Uint8Array([3])]", "[undefined, null, 0]", "[new Uint8Array([0xe2, 0x82]), new Uint8Array([0xac, 0xff])]", "[]", "[\"\\ud83d\", \"\\ude00x\", \"\\ud800\"]", "[{ length: 3 }, [1]]",
    ];

    private static readonly string[] Sources =
    [
        $"{{ start(c) {{ for (const x of L) c.enqueue(x); c.close(); }}, {Cancel} }}", $"{{ pull(c) {{ p(s, c.desiredSize); if (i < L.length) c.enqueue(L[i++]); else c.close(); }}, {Cancel} }}", "{ async pull(c) { await null; if (i < L.length) c.enqueue(L[i++]); else c.close(); } }",
        $"{{ pull(c) {{ if (i < 2) c.enqueue(L[i++]); else c.error(new RangeError(\"s\")); }}, {Cancel} }}", "{ pull(c) { if (i++ < 1) c.enqueue(1); else throw new TypeError(\"p\"); } }", "{ start() { throw new RangeError(\"start\"); } }", "{ async start(c) { c.enqueue(L[0]); throw new RangeError(\"start\"); } }",
        "{ start(c) { c.enqueue(1); c.close(); try { c.enqueue(3); } catch (e) { p(s, e, c.desiredSize); } } }", "{ start(c) { c.enqueue(L[0]); }, cancel(e) { p(s, e); throw new RangeError(\"c\"); } }", $"{{ type: \"bytes\", pull(c) {{ p(s, c.byobRequest?.view.byteLength); if (i >= 3) {{ c.close(); c.byobRequest?.respond(0); }} else {Fill} }}, {Cancel} }}",
        $"{{ type: \"bytes\", autoAllocateChunkSize: 4, pull(c) {{ if (i >= 3) {{ c.close(); c.byobRequest?.respond(0); }} else {Fill} }} }}", "{ type: \"bytes\", start(c) { c.enqueue(new Uint8Array([1, 2, 3, 4, 5])); c.enqueue(new Uint16Array([258])); c.close(); } }", "{ type: \"bytes\", start(c) { c.enqueue(new Uint8Array(3)); }, pull(c) { c.error(new RangeError(\"b\")); } }",
        "{ type: \"bytes\", pull(c) { c.enqueue(L[i++]); } }", "{ type: \"owning\" }", "{ type: \"bytes\", autoAllocateChunkSize: 0 }", "null", "{ pull: 1 }", "{ pull(c) { return Promise.reject(new RangeError(\"r\")); } }",
    ];

    // When a pipe reads, and so how far its source has come, the standard leaves open: nothing here says it. Of a source and a sink only one ends or fails.
    private static readonly string[] EndingSources = ["{ start(c) { for (const x of L) c.enqueue(x); c.close(); } }", Sources[2], Sources[5], Sources[6], Sources[11]];

    private static readonly string[] EndlessSources = [$"{{ start(c) {{ for (const x of L) c.enqueue(x); }}, {Cancel} }}"];

    private static readonly string[] PipeStrategies = ["undefined", "{ highWaterMark: 0 }", "{ highWaterMark: 1 }", "{ highWaterMark: 3 }"];

    private static readonly string[] Strategies =
    [
        "undefined", "undefined", "{ highWaterMark: 0 }", "{ highWaterMark: 1 }", "{ highWaterMark: 3 }", "{ highWaterMark: NaN }", "{ highWaterMark: -1 }", "new CountQueuingStrategy({ highWaterMark: 2 })", "new ByteLengthQueuingStrategy({ highWaterMark: 4 })", "{ highWaterMark: 2, size: (x) => x?.length }", "{ size() { throw new RangeError(\"z\"); } }",
        "{ size: 1 }", "{ highWaterMark: \"2\" }", "{ highWaterMark: Infinity }", "{ size: () => -1 }",
    ];

    private static readonly string[] Iterables =
    [
        "L", "L.values()", "(async function* () { try { yield* L; } finally { p(s, \"return\"); } })()", "(function* () { yield 1; throw new RangeError(\"g\"); })()", "{ [Symbol.asyncIterator]: () => ({ next: async () => ({ done: i > 2, value: i++ }), return: async (e) => { p(s, \"return\", e); return {}; } }) }", "\"ab\"", "1", "null", "[Promise.resolve(1), 2]", "new Set(L)",
    ];

    // Node.js 20 waits before the first read of an iteration, which the standard does not: by then all have begun.
    private static readonly string[] Readers =
    [
        "const g = x.getReader(); p(r, x.locked); for (let n = 0; n < 8; n++) { const v = await g.read(); await q(); p(r, v.done, v.value); if (v.done) break; } await g.closed; p(r, \"closed\");",
        "await q(); for await (const v of x) { p(r, v); if (r.length > 7) break; } p(r, x.locked);", "await q(); for await (const v of x.values({ preventCancel: true })) { p(r, v); break; } p(r, (await x.getReader().read()).value);",
        "await q(); for await (const v of x) { p(r, v); break; } p(r, (await x.getReader().read()).done);",
        "const g = x.getReader(), a = g.read(), b = g.read(); g.releaseLock(); for (const q of [a, b, g.closed]) try { p(r, (await q)?.value); } catch (e) { p(r, e); } p(r, x.locked, (await x.getReader().read()).value);",
        "const ab = x.tee(); for (const y of ab) { const g = y.getReader(); for (let n = 0; n < 6; n++) { const v = await g.read(); await q(); p(r, v.value); if (v.done) break; } }",
        "const [a, b] = x.tee(), g = b.getReader(), c = a.cancel(\"one\"); p(r, (await g.read()).value); await g.cancel(\"two\"); await c; p(r, \"both\");", "await x.cancel(\"why\"); p(r, (await x.getReader().read()).done);",
        "const g = x.getReader(); p(r, (await g.read()).value); await g.cancel(\"why\"); p(r, (await g.read()).done, x.locked);",
        "const g = x.getReader(); try { x.getReader(); } catch (e) { p(r, e); } try { await x.cancel(); } catch (e) { p(r, e); } g.releaseLock(); await x.cancel(3); p(r, x.locked);",
        "const g = x.getReader({ mode: \"byob\" }); for (let n = 0; n < 6; n++) { const v = await g.read(new Uint8Array(2)); await q(); p(r, v.done, v.value); if (v.done) break; }",
        "const b = new ArrayBuffer(8), g = x.getReader({ mode: \"byob\" }), v = await g.read(new Uint8Array(b, 2, 3)); p(r, v.done, v.value, b.byteLength);",
        "const g = x.getReader({ mode: \"byob\" }), v = await g.read(new Uint16Array(3)); await q(); p(r, v.done, v.value); await g.cancel(); p(r, (await g.read(new DataView(new ArrayBuffer(1)))).value);",
        "const g = x.getReader({ mode: \"byob\" }); for (const v of [new Uint8Array(0), null, new ArrayBuffer(2)]) try { await g.read(v); } catch (e) { p(r, e); }",
        "const [a, b] = x.tee(), g = a.getReader({ mode: \"byob\" }), h = b.getReader(); p(r, (await g.read(new Uint8Array(2))).value, (await h.read()).value, (await g.read(new Uint8Array(4))).value);",
    ];

    private static readonly string[] Pipes =
    [
        "const t = new TransformStream($1, $2, $3); await q(); for await (const v of x.pipeThrough(t)) { p(r, v); if (r.length > 7) break; }", "const k = new WritableStream($4, $2); await q(); await x.pipeTo(k, { $5 }); p(r, \"piped\", x.locked);",
        "const k = new WritableStream($4, $2); await q(); try { await x.pipeTo(k, { $5 }); } catch (e) { p(r, e); } p(r, x.locked, k.locked); for (const z of [x.getReader().closed, k.getWriter().closed]) { let y = \"pending\"; z.then(() => { y = \"closed\"; }, (e) => { y = e?.name; }); await q(); p(r, y); }",
        "const c = new AbortController(), k = new WritableStream($4); await q(); c.abort(\"now\"); await x.pipeTo(k, { signal: c.signal, $5 });",
        "await q(); const c = new AbortController(); await x.pipeTo(new WritableStream({ write(v) { p(w, v); c.abort(new RangeError(\"in write\")); }, abort(e) { p(w, e); } }), { signal: c.signal, $5 });",
        "await q(); for await (const v of x.pipeThrough(new TextDecoderStream())) p(r, v);", "await q(); for await (const v of x.pipeThrough(new TextEncoderStream())) p(r, v);",
        "const k = new WritableStream($4); await q(); const [a, b] = x.tee(); await Promise.all([a.pipeTo(k), b.cancel(\"b\")]); p(r, \"done\");",
    ];

    private static readonly string[] Transformers =
    [
        "{}", "undefined", "{ transform(v, c) { c.enqueue(v); c.enqueue(v); } }", "{ transform(v, c) { p(w, v); if (w.length > 1) c.terminate(); else c.enqueue(v); } }", "{ transform() { throw new RangeError(\"t\"); } }", "{ async transform(v, c) { await null; c.enqueue([v]); }, flush(c) { c.enqueue(\"end\"); } }", "{ flush() { throw new RangeError(\"f\"); } }",
        "{ start(c) { c.enqueue(\"first\"); } }", "{ transform(v, c) { c.error(new RangeError(\"e\")); } }", "{ start() { throw new RangeError(\"s\"); } }", "{ readableType: 1 }", "{ transform(v, c) { p(w, c.desiredSize); c.enqueue(v); } }",
    ];

    private static readonly string[] Sinks =
    [
        "{ write(v) { p(w, v); }, close() { p(w, \"close\"); }, abort(e) { p(w, \"abort\", e); } }", "{ async write(v) { await null; p(w, v); }, close() { p(w, \"close\"); } }", "{ write(v) { p(w, v); if (w.length > 1) throw new RangeError(\"w\"); }, abort(e) { p(w, e); } }", "{ write(v, c) { p(w, v); c.error(new RangeError(\"k\")); }, abort(e) { p(w, e); } }", "{ close() { throw new RangeError(\"l\"); } }",
        "{ start() { return Promise.reject(new RangeError(\"st\")); } }", "{ type: \"x\" }", "{ abort() { throw new RangeError(\"ab\"); }, write(v) { p(w, v); } }", "{ start(c) { p(w, c.signal.aborted); }, write(v, c) { p(w, c.signal.aborted); } }",
    ];

    private static readonly string[] CalmSinks = Sinks[..2];

    private static readonly string[] Writers =
    [
        "p(r, g.desiredSize, k.locked); for (const v of L) try { await g.write(v); p(r, g.desiredSize); } catch (e) { p(r, e); } try { await g.close(); } catch (e) { p(r, e); } try { await g.write(1); } catch (e) { p(r, e); } await g.closed; p(r, \"closed\");", "for (const q of await Promise.allSettled([g.write(1), g.write(2), g.close(), g.close()])) p(r, q.status, q.reason); p(r, g.desiredSize);",
        "const q = g.write(L[0]); await g.abort(\"why\"); for (const y of [q, g.ready, g.closed]) try { p(r, await y); } catch (e) { p(r, e); } p(r, k.locked);", "const q = g.closed; g.releaseLock(); for (const y of [q, g.closed, g.ready]) try { p(r, await y); } catch (e) { p(r, e); } try { await g.write(1); } catch (e) { p(r, e); } try { p(r, g.desiredSize); } catch (e) { p(r, e); }",
        "await g.ready; g.write(1); p(r, g.desiredSize); let y = \"waits\"; g.ready.then(() => { y = \"ready\"; }, (e) => { y = e?.name; }); await q(); p(r, y); try { await k.abort(); } catch (e) { p(r, e); }", "try { k.getWriter(); } catch (e) { p(r, e); } g.releaseLock(); await k.close(); await k.close();",
    ];

    private static readonly string[] Options = ["", "preventClose: true", "preventAbort: true", "preventCancel: true", "preventClose: true, preventAbort: true, preventCancel: true", "signal: undefined", "signal: null"];

    private static readonly Gen<string> Iterated = Gen.Elements(Iterables).Select(static iterable => $"ReadableStream.from({iterable})");

    /// <summary>Streams of every kind, read, split, piped and written.</summary>
    public static Gen<Term> Any { get; } = Gen.Frequency(
        (4, Filled(Reading("stream.read", Gen.Frequency((5, Made(Sources)), (1, Iterated)), Readers), Strategies, Sinks)),
        (2, Filled(Reading("stream.pipe", Gen.Frequency((5, Made(EndingSources)), (1, Iterated)), Pipes), PipeStrategies, CalmSinks)),
        (1, Filled(Reading("stream.pipe", Made(EndlessSources), Pipes), PipeStrategies, Sinks)),
        (2, Filled(Gen.Elements(Writers).Select(static writer => $"await say(\"stream.write\", async () => {{ {Before}const k = new WritableStream($4, $2), g = k.getWriter(); {writer}{After}"), Strategies, Sinks)));

    private static Gen<string> Made(string[] sources) => Gen.Elements(sources).Select(static source => $"new ReadableStream({source}, $6)");

    private static Gen<string> Reading(string label, Gen<string> streams, string[] readers) =>
        from stream in streams from reader in Gen.Elements(readers) select $"await say(\"{label}\", async () => {{ {Before}const x = {stream}; {reader}{After}";

    private static Gen<Term> Filled(Gen<string> statements, string[] strategies, string[] sinks) =>
        from statement in statements
        from chunks in Gen.Elements(Chunks)
        from transformer in Gen.Elements(Transformers)
        from writable in Gen.Elements(strategies)
        from readable in Gen.Elements(strategies)
        from sink in Gen.Elements(sinks)
        from options in Gen.Elements(Options)
        from strategy in Gen.Elements(strategies)
        select Term.Any(statement, [.. new[] { chunks, transformer, writable, readable, sink, options, strategy }.Select(static text => Term.Any(text))]);
}
