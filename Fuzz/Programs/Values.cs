using FsCheck;
using FsCheck.Fluent;

namespace PureEdge.Fuzz.Programs;

/// <summary>Values of every kind: the usual ones and those at the edges.</summary>
internal static class Values
{
    private static readonly Dictionary<Kind, string[]> Literals = new()
    {
        [Kind.Number] = ["0", "1", "-0", "-1", "2", "7", "0.5", "NaN", "Infinity", "-Infinity", "255", "65536", "2 ** 31", "2 ** 32 - 1", "2 ** 53", "1e21", "5e-324", "-(2 ** 31)", "8.64e15"],
        [Kind.BigInt] = ["0n", "1n", "-1n", "2n ** 64n", "-(2n ** 63n)", "10n ** 40n"],
        [Kind.Text] =
        [
            "\"\"", "\"a\"", "\"abc\"", "\"length\"", "\"__proto__\"", "\"constructor\"", "\"then\"", "\"0\"", "\"-1\"", "\"1e3\"", "\"\\ud800\"", "\"\\u{1f600}\\u0301\"", "\"\\0\"", "\"a,b,c\"", "\"true\"",
            "\"http://a.example/p?q=1#h\"", "\"data:text/plain,x\"", "\"{\\\"a\\\":[1,{\\\"b\\\":null}]}\"", "\"2026-01-02T03:04:05Z\"", "\"P1Y2M3DT4H\"", "\"en-US\"", "\"de-DE-u-co-phonebk\"",
            "\"utf-8\"", "\"utf-16le\"", "\"NFKD\"", "\"text/plain;charset=utf-8\"", "\"multipart/form-data; boundary=x\"", "\"SHA-256\"", "\"bytes\"", "\"string\"", "\"number\"", "\"default\"", "\"YWJj\"", "\"%E4%A\"",
            "\"x\".repeat(300)", "\"ab\".padEnd(1000, \"cd\")", "\"(a+)+$\"", "\"$1$&\"",
        ],
        [Kind.Symbol] = ["Symbol(\"s\")", "Symbol.iterator", "Symbol.toPrimitive", "Symbol.for(\"x\")", "Symbol.species", "Symbol.asyncIterator"],
        [Kind.Nothing] = ["undefined", "null", "true", "false"],
        [Kind.Array] = ["[]", "[1, 2, 3]", "[3, \"b\", , null, [1, [2]]]", "[1, , 3]", "new Array(100)", "[\"a\", \"b\"]", "[[\"a\", \"b\"], [\"c\", \"d\"]]", "[NaN, -0]", "Array.from({ length: 200 }, (_, i) => i)"],
        [Kind.ArrayLike] = ["{ length: 3, 0: 1, 1: 2 }", "{ length: 2 ** 32 }", "{ length: -1 }", "(function () { return arguments; })(1, 2)", "{ length: 20 }", "new String(\"abc\")"],
        [Kind.Record] =
        [
            "{}", "{ a: 1, b: { c: 2 } }", "Object.create(null)", "Object.freeze({ a: 1 })", "{ __proto__: null, x: 1 }", "{ get a() { return 1; }, set a(v) {} }", "{ signal: AbortSignal.abort() }",
            "{ method: \"POST\", body: \"x\", headers: { a: \"b\" } }", "{ transfer: [] }", "{ name: \"HMAC\", hash: \"SHA-256\" }", "{ highWaterMark: 2, size() { return 1; } }", "{ pull(c) { c.enqueue(1); } }",
            "{ status: 201, headers: [[\"a\", \"b\"]] }", "{ maxByteLength: 64 }", "{ type: \"bytes\" }", "{ stream: true }", "{ locale: \"en\", style: \"currency\", currency: \"EUR\" }", "{ once: true, capture: 1 }",
            "{ value: 1, writable: true, configurable: true }", "{ done: false, value: 1 }", "{ year: 2026, month: 1, day: 2 }", "{ hours: 1, minutes: 2 }", "globalThis",
        ],
        [Kind.Function] =
        [
            "() => 1", "(a) => a", "(a, b) => a > b ? 1 : -1", "function () { return this; }", "(...a) => a.length", "async () => 1", "function* () { yield 1; yield 2; }", "async function* () { yield 1; }",
            "class { constructor(a) { this.a = a; } }", "class extends Array {}", "() => { throw new TypeError(\"t\"); }", "Object", "Array", "String.prototype.trim", "(() => {}).bind(null, 1)", "() => true", "() => []", "() => ({})",
        ],
        [Kind.Iterable] =
        [
            "[1, 2].values()", "(function* () { yield 1; yield [1, 2]; })()", "{ *[Symbol.iterator]() { yield 1; } }", "{ next() { return { done: true }; }, [Symbol.iterator]() { return this; } }",
            "\"ab\"[Symbol.iterator]()", "new Map([[1, 2]]).entries()", "[1, 2, 3].values().map((x) => x)", "Iterator.from([1])", "(async function* () { yield 1; })()",
        ],
        [Kind.Pattern] = ["/a/", "/(?<n>\\w)(\\d)?/g", "/^(?:a|ab)+$/u", "/./gsu", "/(?=b)|$/y", "/\\p{L}+/gu", "/(\\w)\\1/i", "/[^]/dg", "/(?<!a)b/"],
        [Kind.Date] = ["new Date(0)", "new Date(NaN)", "new Date(8.64e15)", "Temporal.PlainDate.from(\"2026-01-02\")", "Temporal.Duration.from(\"P1DT2H\")", "Temporal.Instant.from(\"2026-01-02T00:00Z\")", "Temporal.PlainDateTime.from(\"2026-01-02T03:04\")"],
        [Kind.Collection] = ["new Map([[1, 2], [\"a\", {}]])", "new Set([1, \"a\", NaN])", "new WeakMap()", "new WeakSet()", "new URLSearchParams(\"a=1&b=2&a=3\")", "new Headers({ a: \"b\", c: \"d\" })", "new FormData()"],
        [Kind.Buffer] =
        [
            "new ArrayBuffer(16)", "new ArrayBuffer(8, { maxByteLength: 64 })", "new Uint8Array([1, 2, 255])", "new Float64Array([1.5, NaN])", "new BigInt64Array(2)", "new DataView(new ArrayBuffer(16), 3)", "new Uint8ClampedArray(300)",
            "new Uint16Array(new ArrayBuffer(8, { maxByteLength: 16 }), 2)", "new Uint8Array(0)", "(() => { const b = new ArrayBuffer(8), v = new Uint8Array(b); structuredClone(b, { transfer: [b] }); return v; })()",
        ],
        [Kind.Proxy] =
        [
            "new Proxy({}, {})", "new Proxy([], {})", "new Proxy(function () {}, {})", "new Proxy({}, { get: (t, p) => p === \"length\" ? 5 : undefined })", "new Proxy({}, { ownKeys: () => [\"a\", \"b\"] })",
            "new Proxy([1, 2, 3], { get(t, p) { return t[p]; }, has() { return true; } })", "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()",
        ],
        [Kind.Promise] = ["Promise.resolve(1)", "new Promise(() => {})", "(async () => 1)()", "{ then(f) { f(1); } }", "{ get then() { throw 1; } }", "Promise.all([])"],
        [Kind.Platform] =
        [
            "new URL(\"http://u:p@a.example:80/p?q=1#h\")", "new Request(\"http://a.example/\", { method: \"POST\", body: \"x\" })", "new Response(\"x\")", "new Response(\"x\").body", "new ReadableStream({ pull(c) { c.enqueue(\"a\"); c.close(); } })",
            "new ReadableStream({ type: \"bytes\", pull(c) { c.enqueue(new Uint8Array(4)); c.close(); } })", "new WritableStream()", "new TransformStream()", "new TextDecoder()", "new TextEncoder()", "new Blob([\"abc\", new Uint8Array(2)])",
            "new File([\"x\"], \"f.txt\")", "new AbortController().signal", "new EventTarget()", "new Event(\"x\")", "new DOMException(\"m\", \"AbortError\")", "new Error(\"e\", { cause: 1 })", "new AggregateError([1])", "request", "env", "ctx",
            "new Intl.NumberFormat(\"en\")", "new Intl.Segmenter(\"en\")", "new DisposableStack()",
        ],
    };

    /// <summary>The kinds that have values.</summary>
    public static Kind[] Kinds { get; } = [.. Literals.Keys];

    private static readonly Dictionary<Kind, Gen<Term>> Generators = Literals.ToDictionary(
        static pair => pair.Key, static pair => Gen.Elements(pair.Value.Select(text => Term.Of(pair.Key, pair.Key is Kind.Record or Kind.ArrayLike or Kind.Function or Kind.Promise or Kind.Iterable ? $"({text})" : text))));

    private static readonly Gen<Term> AnyValue = Gen.Elements(Kinds).SelectMany(static kind => Generators[kind]);

    /// <summary>A value of a kind.</summary>
    public static Gen<Term> Of(Kind kind) => kind == Kind.Any ? AnyValue : Generators[kind];

    /// <summary>The first value of a kind: what shrinking ends with.</summary>
    public static Term Simplest(Kind kind) => Term.Of(kind, kind == Kind.Any ? "0" : kind is Kind.Record or Kind.ArrayLike or Kind.Function ? $"({Literals[kind][0]})" : Literals[kind][0]);

    /// <summary>A small value of a kind, as text: what functions are asked with (<see cref="Surface.ApiSurface"/>).</summary>
    public static string Sample(Kind kind) => Literals[kind][kind is Kind.ArrayLike or Kind.Platform ? 0 : 1];
}
