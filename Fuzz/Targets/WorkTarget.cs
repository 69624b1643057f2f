using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Targets;

/// <summary>
/// Statements that ask for much work and hardly any memory, again and again: almost all of their price is what is charged ahead of
/// the work, so that a charge that is missing shows as time that nobody paid.
/// </summary>
internal sealed class WorkTarget : IFuzzTarget
{
    private const string Node = FuzzCase.Node + "\n";

    // What is worked on ($N is its size), and what is done to it.
    private static readonly (string Setup, string[] Works)[] Fields =
    [
        (
            // The part begins and ends as the text does, and differs in the middle: the worst that can be searched for.
            "const t = \"a\".repeat($N), u = \"a\".repeat($N - 1) + \"b\", v = \"a\".repeat($N), p = \"a\".repeat($N / 16) + \"b\" + \"a\".repeat($N / 16), w = \"x\" + \" \".repeat($N) + \"x\", d = \"7\".repeat($N / 16), o = { [u]: 1 }, m = new Map([[u, 1]]);",
            [
                "t.indexOf(p)", "t.includes(p)", "t.lastIndexOf(p)", "t.lastIndexOf(\"b\")", "t.indexOf(\"ab\")", "t.split(p)", "t.replace(p, \"\")", "t.replaceAll(p, \"\")", "t === v", "t < v", "t.localeCompare(v)", "t.startsWith(v)", "t.endsWith(v)", "w.trim()", "w.trimEnd()", "t.search(/b/)",
                "/[^a]/.test(t)", "/b$/.exec(t)", "/^a+$/.test(u)", "t.match(/(?<!a)a/g)", "t.isWellFormed()", "Number(d)", "parseInt(d)", "parseFloat(d)", "t.normalize()", "isNaN(t)", "o[u]", "m.get(t)", "v in o", "t.concat(\"\")", "(t + u).length", "t.at(-1)", "JSON.parse(d)", "new Date(t)",
                "Date.parse(d)", "BigInt(d)", "Symbol.for(t)", "t.toLowerCase()", "[t, v].sort()", "[u].indexOf(t)", "new RegExp(t)", "RegExp.escape(t)", "t.slice(1).indexOf(p)", "t.slice(1) === v.slice(1)", "t.slice(1).startsWith(v.slice(2))",
                "/(?:a+)+$/v.test(u)", "/(a+)+\\1$/iu.test(u)", "/(?:a|a)+$/iv.test(u)", "/(?<=(a+)+)b/u.test(v)", "/(?:a?){99}b/v.test(t)", "/a*a*a*a*b/u.test(t)", "/[^b]*[^b]*c/iv.test(u)", "/\\p{L}*\\p{L}*1/v.test(t)",
            ]),
        (
            "const b = (1n << BigInt($N * 2)) - 1n, c = (1n << BigInt($N)) + 1n, d = \"7\".repeat($N / 4), e = (1n << BigInt($N * 2)) - 1n;",
            ["b * b", "b * c", "c * c", "b / c", "b % c", "c ** 2n", "String(b)", "b.toString(7)", "b.toString(16)", "BigInt(d)", "BigInt(\"0x\" + d)", "b + c", "b - c", "b << 3n", "b >> 3n", "b & c", "b ^ e", "~b", "b < e", "b == e", "b === e", "BigInt.asIntN($N, b)", "BigInt.asUintN($N, -b)", "-b", "c == d", "b++, b", "Number(b)", "c.toLocaleString()", "JSON.stringify({ a: String(c) })"]),
        (
            "const f = new Float64Array($N), u = new Uint8Array($N), v = new Uint8Array($N), a = new Array($N / 4).fill(0), s = new Set(new Array($N / 64).keys()), z = new Set(s), n = Array.from(s, String), h = Object.fromEntries(n.slice(0, $N / 256).map((x) => [\"k\" + x, undefined])), y = {}; for (let i = 0; i < $N / 256; i++) y[Symbol()] = i;",
            [
                "f.sort()", "f.reverse()", "f.indexOf(7)", "f.lastIndexOf(7)", "f.includes(7)", "JSON.stringify(1, n)", "JSON.stringify(y)", "JSON.stringify(h)", "Math.sumPrecise(f)", "Intl.getCanonicalLocales(n.map((x) => \"en-x-a\" + x))", "Object.assign({}, h)", "Object.entries(y)", "({ ...y })", "u.fill(1)", "u.indexOf(7)", "u.includes(7)", "u.lastIndexOf(7)", "u.copyWithin(1, 0)", "u.set(v)", "f.set(u)", "f.findLast((x) => x > 1)", "a.indexOf(7)", "a.includes(7)", "a.lastIndexOf(7)", "a.reverse()", "a.push(a.shift())", "a.unshift(a.pop())", "a.splice(1, 1, 0)",
                "a.splice(1, 1); a.push(0)", "a.copyWithin(1, 0)", "a.fill(1)", "a.sort()", "a.length = a.length - 1", "for (const x in u) break;", "for (const x in a) break;", "Reflect.ownKeys(new Proxy({}, { ownKeys: () => n }))", "Object.keys(new Proxy({}, { ownKeys: () => n }))", "Math.max(...a)", "Math.hypot(...n)", "String.fromCharCode(...n)",
                "(() => { const [, ...r] = u; return r; })()", "((...r) => r.length)(...n)", "s.isSubsetOf(z)", "s.isDisjointFrom(new Set())", "s.union(z)", "z.difference(s)", "JSON.stringify(n)", "structuredClone(n)", "n.toSorted()", "n.join()", "Object.groupBy(n, () => 1)", "new Set(n)", "Atomics.load(u, 1)", "u.toReversed()", "u.with(1, 1)", "Array.prototype.indexOf.call({ length: $N }, 1)",
                "a.flat()", "Object.isFrozen(a)", "Object.freeze([...n])", "Object.entries(u)", "a.entries().drop($N / 8).next()",
            ]),
        (
            Node + "const t = \"\\u00e9\".repeat($N), g = \"http://a.example/\" + \"b\".repeat($N), z = new Uint8Array($N * 3), y = new Uint8Array($N * 3), e = new TextEncoder(), { Buffer, isUtf8, isAscii } = await import(\"node:buffer\"), { timingSafeEqual } = await import(\"node:crypto\"), b = Buffer.from(z.buffer), c = Buffer.from(y.buffer), h = new Headers({ a: \"b\" }), q = new URLSearchParams(\"a=b\");",
            [
                "e.encodeInto(t, z)", "URL.canParse(t)", "URL.canParse(g)", "h.has(t)", "h.get(g)", "q.has(t)", "atob(t)", "btoa(t)", "crypto.subtle.digest(\"SHA-512\", z)", "isUtf8(z)", "isAscii(z)", "b.equals(c)", "b.compare(c)", "Buffer.compare(b, c)", "b.indexOf(1)", "b.lastIndexOf(1)", "b.includes(\"aaa\")", "b.indexOf(c)", "b.swap16()", "b.fill(1)",
                "b.copy(c)", "b.write(t)", "timingSafeEqual(b, c)", "crypto.getRandomValues(z.subarray(0, 65536))", "new Headers([[\"a\", t]])", "new TextDecoder().decode(z)", "encodeURIComponent(t)", "decodeURIComponent(g)", "new Event(t)", "new Blob([t])", "structuredClone(t)", "Buffer.byteLength(t)", "b.toString(\"latin1\", 0, 9)", "new Headers().append(\"a\", g)", "new URLPattern(g)", "CSS", "performance.mark(g)",
            ]),
    ];

    public string Name => "work";

    public string About => "statements that ask for much work and little memory, again and again";

    public ExecutionLimits Limits { get; } = Running.Arena.Tight with { CpuMilliseconds = 1, AllocationBytes = 16 << 20 };

    public Gen<FuzzProgram> Programs(ApiSurface surface) =>
        from field in Gen.Elements(Fields)
        from text in Gen.Elements(field.Works)
        from exponent in Gen.Choose(14, 18)
        let size = (1 << exponent).ToString(CultureInfo.InvariantCulture)
        select FuzzProgram.Handler([Term.Any(field.Setup.Replace("$N", size, StringComparison.Ordinal)), Again(text.Replace("$N", size, StringComparison.Ordinal))]);

    // An error is dear and says little: work that throws is over soon.
    private static Term Again(string work) =>
        Term.Any(string.Create(CultureInfo.InvariantCulture, $"for (let i = 0, n = 0; i < 5000 && n < 20; i++) {{ try {{ {work} }} catch (e) {{ if (n++ < 2) failed(e); }} }}"));
}
