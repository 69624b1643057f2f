using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;

namespace PureEdge.Fuzz.Targets;

/// <summary>Programs of the whole grammar, some of them damaged, for the parsers: the product's and the independent one must agree.</summary>
internal sealed class GrammarTarget : IFuzzTarget
{
    private const int Depth = 4;

    private static readonly string[] Names = ["a", "b", "c", "async", "of", "get", "set", "let", "yield", "await", "static", "eval", "arguments", "as", "from", "target", "\\u0061", "\\u{62}", "ünï", "𝒳", "$", "_", "undefined", "new", "class"];
    private static readonly string[] Literals = ["0", "1", "0b1", "0o7", "0xF", "1_0", ".5", "1e3", "10n", "'s'", "\"\\u{1f600}\"", "'\\x41\\n'", "/a[/]b/gi", "/(?<n>a)\\k<n>/u", "null", "true", "this", "`t`", "08", "'\\8'", "/[/", "1__0", "0x", "'\\u{110000}'"];
    private static readonly string[] Operators = ["+", "-", "*", "/", "%", "**", "<<", ">>>", "<", ">=", "==", "!==", "&", "|", "^", "&&", "||", "??", "in", "instanceof", ","];
    private static readonly string[] Unary = ["-", "+", "!", "~", "typeof ", "void ", "delete ", "++", "--", "await ", "yield ", "yield* ", "..."];
    private static readonly string[] Assignments = ["=", "+=", "**=", "&&=", "??=", ">>>=", "||="];
    private static readonly string[] Noise = ["(", ")", "{", "}", "[", "]", ";", ",", "=>", "?.", "...", "`", "${", "}", "/", "\\", "#", "@", "\n", "\u2028", "<!--", "-->", "//", "/*", "*/", "0", "'", "\"", " async ", " function ", " class ", " super ", " new.target ", " import.meta ", " let ", " of ", "\ufeff", "\u00a0", "\u200c", "\u180e", ":", "=", "?", "\\u0061"];

    private static readonly Dictionary<(string Sort, int Depth), Gen<string>> Made = [];

    public string Name => "grammar";

    public string About => "programs of the whole grammar, some damaged: Acornima and Esprima.NET must agree on them";

    public Gen<FuzzProgram> Programs(ApiSurface surface) =>
        from count in Gen.Choose(1, 4)
        from statements in Statement(Depth).ArrayOf(count)
        from damage in Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Constant(2)))
        from at in Gen.Choose(0, 10_000).ArrayOf(2)
        from noise in Gen.Elements(Noise).ArrayOf(2)
        select FuzzProgram.Source(Damage(string.Join('\n', statements), damage, at, noise));

    private static string Damage(string text, int times, int[] at, string[] noise)
    {
        for (var i = 0; i < times; i++)
        {
            var place = at[i] % (text.Length + 1);
            text = at[i] % 3 == 0 && place < text.Length ? text.Remove(place, 1) : text.Insert(place, noise[i]);
        }

        return text;
    }

    private static Gen<string> Once(string sort, int depth, Func<Gen<string>> make)
    {
        // Of each sort and depth there is one generator; they are made on any thread.
        lock (Made)
        {
            if (!Made.TryGetValue((sort, depth), out var made))
            {
                Made[(sort, depth)] = made = make();
            }

            return made;
        }
    }

    private static Gen<string> Identifier() => Gen.Frequency((12, Gen.Elements("a", "b", "c", "d")), (1, Gen.Elements(Names)));

    private static Gen<string> Expression(int depth) => Once("expression", depth, () =>
    {
        var leaf = Gen.Frequency((3, Identifier()), (2, Gen.Elements(Literals)));
        if (depth <= 0)
        {
            return leaf;
        }

        var e = Expression(depth - 1);
        return Gen.Frequency(
            (3, leaf),
            (3, from l in e from o in Gen.Elements(Operators) from r in e select $"({l} {o} {r})"),
            (1, from l in e from o in Gen.Elements(Operators) from r in e select $"{l} {o} {r}"),
            (1, from o in Gen.Elements(Unary) from x in e select $"{o}{x}"),
            (1, from x in e from o in Gen.Elements("++", "--", "?.a", "?.[0]", "?.()", ".a", "[0]", "()", "`t`", "`${1}`", ".#p", "!") select $"{x}{o}"),
            (2, from x in e from y in e select $"{x}({y}, ...{y})"),
            (1, from x in e from y in e from z in e select $"{x} ? {y} : {z}"),
            (1, from p in Pattern(depth - 1) from o in Gen.Elements(Assignments) from x in e select $"{p} {o} {x}"),
            (2, from p in Pattern(depth - 1) from x in e from a in Gen.Elements("", "async ") select $"{a}({p}) => {x}"),
            (1, from n in Identifier() from b in Block(depth - 1) from a in Gen.Elements("", "async ") select $"{a}{n} => {b}"),
            (1, from a in Gen.Elements("", "async ") from s in Gen.Elements("", "*") from n in Identifier() from p in Pattern(depth - 1) from b in Block(depth - 1) select $"({a}function{s} {n}({p} = 1, ...r) {b})"),
            (1, from b in ClassBody(depth - 1) from h in Gen.Elements("", " extends a", " extends (b, c)") select $"(class{h} {b})"),
            (2, from x in e from y in e from n in Identifier() select $"[{x},, ...{y}, {n}]"),
            (2, from n in Identifier() from x in e from y in e from b in Block(depth - 1) select $"({{ {n}, a: {x}, [{y}]: 1, get {n}() {b}, async *m() {b}, ...{y}, 'q'() {b}, set s(v) {b} }})"),
            (1, from x in e from y in e select $"`a${{{x}}}b${{{y}}}`"),
            (1, from x in e select $"new {x}(1)"),
            (1, from x in e select $"import({x})"),
            (1, Gen.Elements("new.target", "import.meta", "super.x", "super()", "#p in a", "async () => await 1", "(a, b)", "()", "(a, ...b) => 1", "({ __proto__: 1, __proto__: 2 })", "async (x) \n => x", "a\n++b", "let", "yield\n/1/g")));
    });

    private static Gen<string> Pattern(int depth) => Once("pattern", depth, () => depth <= 0
        ? Identifier()
        : Gen.Frequency(
            (4, Identifier()),
            (1, from p in Pattern(depth - 1) from x in Expression(depth - 1) from q in Pattern(depth - 1) select $"[{p} = {x}, , ...{q}]"),
            (1, from n in Identifier() from p in Pattern(depth - 1) from x in Expression(depth - 1) select $"{{ {n}, a: {p} = {x}, [{x}]: {n}, ...r }}")));

    private static Gen<string> Block(int depth) => Once("block", depth, () =>
        from count in Gen.Choose(0, 2) from s in Statement(depth).ArrayOf(count) from strict in Gen.Frequency((8, Gen.Constant("")), (1, Gen.Constant("'use strict';"))) select $"{{ {strict}{string.Join(' ', s)} }}");

    private static Gen<string> ClassBody(int depth) => Once("class", depth, () =>
        from x in Expression(depth) from b in Block(depth) from n in Identifier()
        from members in Gen.Elements("#p = $0;", "static { $1 }", "static $2 = $0;", "constructor() $1", "get #g() $1", "set #g(v) $1", "static async *[$0]() $1", "'x' = 1;", "accessor = 2; static async;", "get; set; static static", "constructor() {} constructor() {}", "static prototype() {}", "#constructor", "async\n$2() {}", "$2; [$0] = 1", "*$2() $1").ArrayOf(2)
        select $"{{ {string.Join(' ', members).Replace("$0", x, StringComparison.Ordinal).Replace("$1", b, StringComparison.Ordinal).Replace("$2", n, StringComparison.Ordinal)} }}");

    private static Gen<string> Statement(int depth) => Once("statement", depth, () =>
    {
        var e = Expression(depth - 1);
        if (depth <= 0)
        {
            return e.Select(static x => x + ";");
        }

        var s = Statement(depth - 1);
        var b = Block(depth - 1);
        return Gen.Frequency(
            (4, from x in e from end in Gen.Elements(";", "\n") select x + end),
            (2, from k in Gen.Elements("let", "const", "var") from p in Pattern(depth - 1) from x in e select $"{k} {p} = {x};"),
            (1, from k in Gen.Elements("let", "const", "var", "") from p in Pattern(depth - 1) from x in e from o in Gen.Elements("of", "in") from a in Gen.Elements("", " await") from t in s select $"for{a} ({k} {p} {o} {x}) {t}"),
            (1, from x in e from y in e from t in s select $"for (let i = {x}; {y}; i++) {t}"),
            (1, from x in e from t in s from u in s select $"if ({x}) {t} else {u}"),
            (1, from x in e from t in s select $"while ({x}) {t}"),
            (1, from x in e from t in b select $"do {t} while ({x})"),
            (1, from t in b from u in b from p in Pattern(depth - 1) select $"try {t} catch ({p}) {u} finally {t}"),
            (1, from x in e from t in s from u in s select $"switch ({x}) {{ case {x}: {t} default: {u} case 2: }}"),
            (1, from a in Gen.Elements("", "async ") from g in Gen.Elements("", "*") from n in Identifier() from p in Pattern(depth - 1) from t in b select $"{a}function{g} {n}({p}) {t}"),
            (1, from n in Identifier() from c in ClassBody(depth - 1) select $"class {n} {c}"),
            (1, from n in Identifier() from t in s select $"{n}: {t}"),
            (1, from x in e select $"throw {x};"),
            (1, b),
            (1, Gen.Elements("import a from 'x';", "import * as n from 'x';", "import { a as b, default as c } from 'x';", "export default 1;", "export { a as 'x y' };", "export * as d from 'x';", "export const e = 1;", "import 'x';", "debugger;", ";", "break;", "continue a;", "return 1;", "with (a) b;", "var a; let a;", "let [a, a] = 1;", "function a() {} var a;", "'use strict'; 010", "if (1) function f() {}", "label: function g() {}", "a: a: ;", "let\nlet = 1", "await 1;", "for (let of []) ;", "for (async of []) ;", "export default async () => {}", "import { 'a' as b } from 'x';", "async function f() { for await (x of y); }")));
    });
}
