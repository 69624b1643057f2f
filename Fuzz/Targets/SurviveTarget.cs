using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Targets;

/// <summary>Work without end in all places from which code might go on after a kill. Nothing after it may ever run.</summary>
internal sealed class SurviveTarget : IFuzzTarget
{
    private static readonly string[] Endless =
    [
        "for (;;);", "while (true) { try { for (;;); } catch { } finally { continue; } }", "for (;;) { try { (function f() { f(); })(); } catch { } }", "const a = []; for (;;) a.push(new Array(1000).fill(1));", "let s = \"a\"; for (;;) { try { s += s; } catch { s = \"a\"; } }",
        "for (;;) { try { new ArrayBuffer(2 ** 30); } catch { } }", "for (;;) { try { JSON.stringify(Array(1e5).fill(0)); } catch { } }", "for (;;) { try { [..." + "\"x\".repeat(1e5)]; } catch { } }", "Array.from({ [Symbol.iterator]: () => ({ next: () => ({ done: false }) }) });",
        "for (const x of (function* () { for (;;) yield 1; })());", "(function* () { for (;;) yield; })().drop(Infinity).next();", "new Set((function* () { for (;;) yield {}; })());", "[1].values().flatMap(() => ({ [Symbol.iterator]: () => ({ next: () => ({}) }) })).toArray();",
        "do { var m = new Map(); for (let i = 0; i < 1e4; i++) m.set(i, m); } while (m.size);", "label: for (;;) { for (;;) continue label; }", "switch (1) { default: for (;;) { try { throw 1; } catch { } } }", "for (;;) { try { null.x; } catch (e) { e.stack; } }",
        "for (;;) { try { BigInt(\"9\".repeat(1e4)) ** 2n; } catch { } }", "for (;;) { try { structuredClone(Array(1e4).fill({})); } catch { } }", "for (;;) { try { new URL(\"http://a/\" + \"b\".repeat(1e5)); } catch { } }",
        "for (;;) { try { [3, 1, 2].sort(() => { throw 1; }); } catch { } }", "for (;;) { try { new Proxy({}, { get() { throw 1; } }).x; } catch { } }", "for (const x in new Proxy({}, { ownKeys() { for (;;); } }));",
    ];

    // Nothing stops the matcher before its 250 ms: with others as often, hardly anything else would be tried.
    private const string Backtracking = "for (;;) { try { /(a+)+$/.test(\"a\".repeat(28) + \"b\"); } catch { } }";
    private const int OthersForOneBacktracking = 400;

    private static readonly (string Name, string Code)[] Places =
    [
        ("plain", "$0"), ("catch", "try { throw 1; } catch (e) { $0 }"), ("try", "try { $0 } catch (e) { survived(\"catch\"); }"), ("finally", "try { $0 } finally { try { $0 } catch { } }"), ("finally return", "(() => { try { $0 } finally { return 1; } })();"),
        ("finally break", "for (;;) { try { $0 } finally { break; } }"), ("throw in finally", "try { try { $0 } finally { throw 1; } } catch { }"), ("iterator return", "for (const x of { [Symbol.iterator]: () => ({ next: () => ({ value: 1 }), return() { $0 } }) }) break;"),
        ("destructuring", "const [z] = { [Symbol.iterator]: () => ({ next: () => ({ value: 1 }), return() { $0 } }) };"), ("iterator next", "[...{ [Symbol.iterator]: () => ({ next() { $0 } }) }];"), ("generator finally", "const g = (function* () { try { yield 1; } finally { $0 } })(); g.next(); g.return();"),
        ("dispose", "{ const s = new DisposableStack(); s.defer(() => { $0 }); s.dispose(); }"), ("async dispose", "{ const s = new AsyncDisposableStack(); s.defer(async () => { $0 }); await s.disposeAsync(); }"), ("then", "await { then(f) { $0 } };"), ("reaction", "await Promise.resolve().then(() => { $0 });"),
        ("catch reaction", "await Promise.reject(1).catch(() => { $0 });"), ("finally reaction", "await Promise.resolve().finally(() => { $0 });"), ("executor", "new Promise(() => { $0 });"), ("async", "await (async () => { $0 })();"), ("async catch", "try { await (async () => { $0 })(); } catch { survived(\"async catch\"); }"),
        ("toJSON", "JSON.stringify({ toJSON() { $0 } });"), ("reviver", "JSON.parse(\"[1,2]\", () => { $0 });"), ("microtask", "queueMicrotask(() => { $0 }); await null;"), ("timer", "setTimeout(() => { $0 }, 0);"), ("waitUntil", "ctx.waitUntil((async () => { await null; $0 })()); await null;"),
        ("getter", "({ get a() { $0 } }).a;"), ("setter", "({ set a(v) { $0 } }).a = 1;"), ("proxy get", "new Proxy({}, { get() { $0 } }).x;"), ("proxy ownKeys", "Object.keys(new Proxy({}, { ownKeys() { $0 } }));"), ("toPrimitive", "\"\" + { [Symbol.toPrimitive]() { $0 } };"), ("valueOf", "+{ valueOf() { $0 } };"),
        ("comparator", "[2, 1, 3].sort(() => { $0 });"), ("replacer", "\"aaa\".replace(/a/g, () => { $0 });"), ("map", "[1].map(() => { $0 });"), ("from", "Array.from([1], () => { $0 });"), ("listener", "{ const t = new EventTarget(); t.addEventListener(\"x\", () => { $0 }); t.dispatchEvent(new Event(\"x\")); }"),
        ("abort listener", "{ const c = new AbortController(); c.signal.addEventListener(\"abort\", () => { $0 }); c.abort(); }"), ("stream start", "new ReadableStream({ start() { $0 } });"), ("stream pull", "await new ReadableStream({ pull(c) { $0 } }).getReader().read();"), ("stream cancel", "await new ReadableStream({ cancel() { $0 } }).cancel();"),
        ("sink write", "await new WritableStream({ write() { $0 } }).getWriter().write(1);"), ("transform", "{ const t = new TransformStream({ transform() { $0 } }); t.writable.getWriter().write(1); await t.readable.getReader().read(); }"), ("size", "new ReadableStream({ start(c) { c.enqueue(1); } }, { size() { $0 } });"), ("exec", "\"a\".match(Object.assign(/a/, { exec() { $0 } }));"),
        ("clone getter", "structuredClone({ get a() { $0 } });"), ("static block", "class A { static { $0 } }"), ("field", "new (class { a = (() => { $0 })(); })();"), ("default", "((a = (() => { $0 })()) => a)();"), ("tag", "(() => { $0 })`a${1}`;"), ("computed key", "({ [(() => { $0 })()]: 1 });"),
        ("unhandled", "addEventListener(\"unhandledrejection\", () => { $0 }); Promise.reject(1); await null;"), ("error event", "addEventListener(\"error\", () => { $0 }); reportError(1);"), ("species", "{ const a = [1]; a.constructor = { [Symbol.species]: function () { $0 } }; a.map((x) => x); }"), ("hasInstance", "1 instanceof { [Symbol.hasInstance]() { $0 } };"),
        ("async iterator", "for await (const x of { [Symbol.asyncIterator]: () => ({ next() { $0 } }) });"), ("yield*", "[...(function* () { yield* { [Symbol.iterator]: () => ({ next() { $0 } }) }; })()];"), ("headers init", "new Headers({ get a() { $0 } });"), ("response init", "new Response(\"\", { get status() { $0 } });"), ("body iterator", "await new Response(ReadableStream.from({ async *[Symbol.asyncIterator]() { $0 } })).text();"),
        ("error cause", "new Error(\"e\", { get cause() { $0 } });"), ("stack", "Error.prepareStackTrace = () => { $0 }; new Error(\"e\").stack; try { null.x; } catch (e) { e.stack; } $0"), ("console", "console.log({ get a() { $0 }, [Symbol.for(\"nodejs.util.inspect.custom\")]() { $0 }, toString() { $0 } }); $0"), ("groupBy", "Object.groupBy([1], () => { $0 });"), ("with resolvers", "{ const { promise, resolve } = Promise.withResolvers(); resolve({ get then() { $0 } }); await promise; }"),
    ];

    public string Name => "survive";

    public string About => "work without end inside catch, finally, iterator return, dispose, then, toJSON, timers, waitUntil and 60 more places";

    // Work without end uses up whatever it gets.
    public ExecutionLimits Limits { get; } = Running.Arena.Tight with { CpuMilliseconds = 1 };

    public Gen<FuzzProgram> Programs(ApiSurface surface) =>
        from work in Gen.Frequency((OthersForOneBacktracking, Gen.Elements(Endless)), (1, Gen.Constant(Backtracking)))
        from inner in Gen.Elements(Places)
        from outer in Gen.Elements(Places)
        from nests in Gen.Choose(0, 2)
        // A place of a place must not await: most of them are functions of their own.
        // While an error is reported no other is.
        let nested = nests == 0 && !inner.Code.Contains("await", StringComparison.Ordinal) && (inner.Name, outer.Name) is not ("error event", "error event")
        let code = nested ? Term.Any(outer.Code, Term.Any(inner.Code, Term.Any(work))) : Term.Any(inner.Code, Term.Any(work))
        select FuzzProgram.Handler(
        [
            Term.Any("try { $0 } catch (e) { if (!(e instanceof RangeError)) failed(e); }", Term.Any("{ $0 }", code)),
            Term.Any($"await new Promise((r) => setTimeout(r, 1)); survived(\"{inner.Name}{(nested ? " in " + outer.Name : "")}\");"),
        ]);
}
