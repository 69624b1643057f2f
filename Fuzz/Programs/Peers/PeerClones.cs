using FsCheck;
using FsCheck.Fluent;

namespace PureEdge.Fuzz.Programs.Peers;

/// <summary>Statements that clone values: nested, shared, cyclic, transferred, and those that cannot be cloned.</summary>
internal static class PeerClones
{
    private static readonly string[] Leaves =
    [
        "1", "-0", "NaN", "1n", "\"a\\ud800\"", "true", "null", "undefined", "new Date(5)", "new Date(NaN)", "/a(b)/giu", "Object(1n)", "new Boolean(false)", "new String(\"xy\")", "new Number(-0)", "new Uint8Array([1, 2, 3])",
        "new Float64Array([0.5, -0])", "new DataView(new ArrayBuffer(4), 1, 2)", "new ArrayBuffer(3)", "new BigInt64Array([7n])", "new Uint16Array(new ArrayBuffer(8), 2, 2)", "[1, , 3]", "new Error(\"e\")", "new RangeError(\"r\", { cause: [1] })",
        "Object.assign(new TypeError(\"t\"), { name: \"RangeError\", extra: 1 })", "Object.assign(new Error(\"n\"), { name: \"Mine\" })", "new (class A { x = 1; #y = 2; get z() { return 3; } })()", "Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true }, hidden: { value: 3 } })",
        "{ get a() { return [1]; } }", "Object.freeze({ f: 1 })", "Object.assign([1, 2], { x: 3, 7: 4 })", "Object.assign(new Map([[1, 2]]), { lost: 1 })", "Object.assign(/x/y, { lastIndex: 3 })", "new DOMException(\"m\", \"DataError\")", "Symbol(\"s\")", "() => 1", "class {}", "new WeakMap()",
        "Promise.resolve(1)", "new Proxy({ a: 1 }, {})", "Object(Symbol(\"o\"))", "(function () { return arguments; })(1, 2)", "{ get a() { throw new RangeError(\"g\"); } }", "new AggregateError([new Error(\"i\")], \"agg\")", "{ __proto__: null, q: 1 }", "{ [Symbol(\"k\")]: 1, k: 2 }",
        "new Uint8Array(new ArrayBuffer(4, { maxByteLength: 8 }))", "new Array(5)", "{ length: 2, 0: 1 }", "globalThis.undefinedThing", "new (class extends Map { })([[1, 1]])", "new (class E2 extends Error { name = \"TypeError\"; })(\"sub\")",
    ];

    private static readonly string[] Nodes =
    [
        "[$0, $1]", "{ a: $0, b: $1 }", "new Map([[$0, $1], [\"k\", $0]])", "new Set([$0, $1, $0])", "{ b: $0, 2: $1, 1: null, a: 0 }", "new Error(\"w\", { cause: $0 })", "[[$0], , $1]", "((s) => [s, s, { s }])($0)", "((c) => { c.self = c; c.x = $0; return c; })({})", "((m) => m.set(m, $0).set($1, m))(new Map())",
    ];

    private static readonly string[] Templates =
    [
        "await say(\"clone\", () => structuredClone($0));",
        "await say(\"clone.shared\", () => { const s = $0, c = structuredClone({ x: s, y: [s] }); return [c.x === c.y[0], c.x === s, c]; });",
        "await say(\"clone.transfer\", () => { const b = new ArrayBuffer(4), v = new Uint8Array(b, 1); v[0] = 9; const c = structuredClone([v, $0, b], { transfer: [b] }); return [c, b.byteLength, v.length, c[0].buffer === c[2]]; });",
        "await say(\"clone.twice\", () => { const b = new ArrayBuffer(2); return structuredClone($0, { transfer: [b, b] }); });",
        "await say(\"clone.what\", () => structuredClone($0, { transfer: [$1] }));",
        "await say(\"clone.gone\", () => { const b = new ArrayBuffer(2); structuredClone(b, { transfer: [b] }); return structuredClone([$0, b]); });",
        "await say(\"clone.order\", () => { const r = []; const o = { get a() { r.push(\"a\"); return $0; }, get b() { r.push(\"b\"); delete o.c; return 1; }, get c() { r.push(\"c\"); return 2; } }; const c = structuredClone(o); return [r, c]; });",
        "await say(\"clone.kinds\", () => { const v = structuredClone([$0, $1]); return v.map((x) => [typeof x, x === null || typeof x !== \"object\" ? \"\" : Object.prototype.toString.call(x), x?.constructor?.name]); });",
    ];

    public static Gen<Term> Any { get; } =
        from template in Gen.Elements(Templates) from a in Value(2) from b in Value(1) select Term.Any(template, a, b);

    private static Gen<Term> Value(int depth)
    {
        var leaf = Gen.Elements(Leaves).Select(static text => Term.Any($"({text})"));
        return depth == 0 ? leaf : Gen.Frequency((2, leaf), (3, from node in Gen.Elements(Nodes) from a in Value(depth - 1) from b in Value(depth - 1) select Term.Any($"({node})", a, b)));
    }
}
