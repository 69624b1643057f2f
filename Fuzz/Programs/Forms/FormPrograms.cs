using FsCheck;
using FsCheck.Fluent;

namespace PureEdge.Fuzz.Programs.Forms;

/// <summary>
/// Programs that mean the same wherever they stand: declarations that need nothing but those before them, then statements. They keep nothing, wait
/// for nothing, and say what they compute with <c>line</c>.
/// </summary>
internal static class FormPrograms
{
    // What every piece of code finds: a number, a text, a list of numbers and a record.
    private const string Variables = "let a = $0, s = $1, xs = $2, o = { x: a, y: s };";

    private static readonly string[] Numbers =
    [
        "$n + $n", "$n * 3 % 7", "($n) ** 2", "xs.reduce((p, c) => p + c, $n)", "s.length", "Number($s)", "o.x ?? $n", "(() => { try { return $n; } finally { a++; } })()", "[...s].length", "Math.max(...xs, $n)", "($n > $n ? $n : $n)",
        "((x, y = x) => x - y)($n)", "(~($n) >>> 1)", "(parseInt($s, 16) || $n)", "xs.indexOf($n)", "(a = $n)", "a++", "(a, $n)", "$x.length", "-($n)", "(xs.at(-1) ?? $n)", "Number(BigInt.asIntN(8, BigInt(Math.trunc(Number.isFinite($n) ? $n : 0) & 1023)))",
        "({ get v() { return $n; } }).v", "({ valueOf: () => $n }) * 1", "new Map([[1, $n]]).get(1)", "[$n, $n].sort()[0]", "(function () { return arguments.length + $n; })(1, 2)", "s.charCodeAt($n & 3)", "(o?.q?.r ?? $n)", "Math.round($n / 3)", "(a ||= $n)",
    ];

    private static readonly string[] Texts =
    [
        "$s + $s", "`<${$n}|${$s}>`", "$s.slice(($n) & 3)", "JSON.stringify($x)", "String($n)", "$s.replace(/[a-c0-4]/g, (c) => c + c.toUpperCase())", "typeof ($n)", "xs.join($s)", "$s.padStart(7, $s)", "[...$s].reverse().join(\"\")", "((t, ...v) => t.raw.join(\"-\") + v)`x${$n}\\ny`",
        "($n).toString(16)", "($s || \"none\")", "Object.keys(o).join()", "(s = $s)", "JSON.stringify(o)", "$s.split(\"a\").join($s)", "($s).normalize(\"NFD\")", "(class { static n = $s; }).n", "($n).toFixed(2)", "[...\"ab\"].map((c) => c + $s).at(1)", "(delete o.y, String(o.y))",
    ];

    private static readonly string[] Lists =
    [
        "[...xs, $n]", "xs.map((x, i) => x * i + $n)", "xs.filter((x) => x > $n)", "Array.from({ length: $n & 3 }, (_, i) => i)", "$x.toSorted((p, q) => p - q)", "[...new Set($x)]", "$x.slice($n & 1)", "$x.flatMap((x) => [x, $n])", "(xs = $x)", "[...(function* () { yield $n; yield* $x.slice(0, 3); })()]",
        "Object.values({ p: $n, ...$x.slice(0, 2) })", "$x.concat($x).slice(0, 9)", "(([p, ...q]) => q)($x)", "Array.from(new Uint8Array($x))", "[$n, , $n]", "$x.values().map((v) => v + 1).toArray()", "[...$s].map((c) => c.codePointAt(0))",
    ];

    private static readonly string[] Statements =
    [
        "line(show($n));", "line(show($s));", "line(show($x));", "a = $n;", "s = $s;", "xs = $x;", "o = { x: $n, [$s]: $n, ...o };", "for (let i = 0; i < (($n) & 3); i++) { $t }", "for (const x of $x.slice(0, 5)) { if (x > a) continue; $t }", "if ($n) { $t } else { $t }",
        "try { $t throw new RangeError($s); } catch ({ message }) { line(show(message)); } finally { $t }", "switch (($n) & 3) { case 0: $t case 1: $t break; default: $t }", "outer: for (const p of [1, 2]) for (const q of [1, 2]) { if (p === q) continue outer; $t }", "{ const [p = 5, ...q] = $x; line(show([p, q])); }",
        "{ const { x = $n, ...rest } = o; line(show([x, rest])); }", "{ let w = 0; do { $t } while (w++ < (($n) & 1)); }", "for (const key in o) line(show(key));", "{ const fs = []; for (let i = 0; i < 3; i++) fs.push(() => i + $n); line(show(fs.map((f) => f()))); }",
        "{ class D { static #c = $n; static c() { return D.#c; } static { $t } } line(show(D.c())); }", "try { null.x; } catch (e) { line(show([e instanceof TypeError, typeof e.message])); }", "{ function inner(n) { return n < 2 ? n : inner(n - 1) + inner(n - 2); } line(show(inner(($n) & 7))); }",
        "try { line(show(late)); const late = 1; } catch (e) { line(e.name); }", "l: { if ($n) break l; $t }", "{ const it = $x.values(); it.next(); line(show([...it])); }", "line(show(Object.entries(o)));", "{ var v = $n; line(show(v)); }",
    ];

    private static readonly string[] Declarations =
    [
        "function f@(p, q) { V $t return $n; }", "const f@ = (p, q) => { V return $n; };", "class C@ { #v; constructor(p, q) { V this.#v = $n; } get v() { return this.#v; } static make(p, q) { return new C@(p, q).v; } }\nfunction f@(p, q) { return C@.make(p, q); }",
        "function* g@(p, q) { V yield a; yield $n; yield* $x.slice(0, 3); }\nfunction f@(p, q) { return [...g@(p, q)].length; }", "const f@ = ((w) => (p, q) => { V return $n + w; })(7);",
    ];

    private const int Depth = 2;

    /// <summary>The programs: the first step marks them, those behind <see cref="CaseShape.Then"/> are the statements.</summary>
    public static Gen<FuzzProgram> All { get; } =
        from first in Declaration(0)
        from second in Declaration(1)
        from start in Start(1, 2)
        from count in Gen.Choose(2, 7)
        from statements in Expand("$t", Depth, 2).ArrayOf(count)
        select FuzzProgram.Handler([Term.Any(FuzzCase.AnyForm), Term.Any(first), Term.Any(second), Term.Any(CaseShape.Then), Term.Any(start), .. statements.Select(static text => Term.Any(text))]);

    private static Gen<string> Declaration(int at) =>
        from template in Gen.Elements(Declarations)
        from list in Expand("$x", 0, 0)
        from text in Expand(template.Replace("V", Variables.Replace("$0", "p", StringComparison.Ordinal).Replace("$1", "q", StringComparison.Ordinal).Replace("$2", "[p, 2, 1]", StringComparison.Ordinal), StringComparison.Ordinal).Replace("@", $"{at}", StringComparison.Ordinal), 1, at)
        select text;

    private static Gen<string> Start(int depth, int callees) => Expand(Variables.Replace("$0", "$n", StringComparison.Ordinal).Replace("$1", "$s", StringComparison.Ordinal).Replace("$2", "$x", StringComparison.Ordinal), depth, callees, isFirst: true);

    // Puts something in the place of the first hole, and so on.
    private static Gen<string> Expand(string text, int depth, int callees, bool isFirst = false)
    {
        var at = text.IndexOf('$', StringComparison.Ordinal);
        while (at >= 0 && (at + 1 >= text.Length || text[at + 1] is not ('n' or 's' or 'x' or 't')))
        {
            at = text.IndexOf('$', at + 1);
        }

        if (at < 0)
        {
            return Gen.Constant(text);
        }

        return
            from inner in Hole(text[at + 1], depth, callees, isFirst)
            from rest in Expand(text[(at + 2)..], depth, callees, isFirst)
            select text[..at] + inner + rest;
    }

    private static Gen<string> Hole(char kind, int depth, int callees, bool isFirst)
    {
        // Before they are declared, variables are not used.
        var (leaves, nodes) = kind switch
        {
            'n' => (isFirst ? ["0", "3"] : new[] { "0", "1", "-1", "7", "0.5", "NaN", "a", "a", "xs.length", "1e9" }, Numbers),
            's' => (isFirst ? ["\"start\""] : ["\"\"", "\"abc\"", "\"\\u00e4\\u0301\"", "s", "s", "\"12\"", "\"y\""], Texts),
            'x' => (isFirst ? ["[3, 1, 2]"] : ["[]", "[3, 1, 2]", "xs", "xs", "[1.5]"], Lists),
            _ => (["line(show(a));", "a = a + 1;"], Statements),
        };
        var leaf = Gen.Elements(leaves);
        if (depth == 0 || isFirst)
        {
            return leaf;
        }

        var node = Gen.Elements(nodes).SelectMany(template => Expand(kind == 't' ? template : $"({template})", depth - 1, callees));
        var call = kind == 'n' && callees > 0
            ? from callee in Gen.Choose(0, callees - 1) from p in Expand("$n", depth - 1, callees) from q in Expand("$s", depth - 1, callees) select $"f{callee}({p}, {q})"
            : leaf;
        return Gen.Frequency((kind == 't' ? 0 : 2, leaf), (5, node), (1, call));
    }
}
