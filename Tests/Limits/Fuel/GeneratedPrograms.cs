using FsCheck;
using FsCheck.Fluent;

namespace PureEdge.Limits.Tests.Fuel;

/// <summary>
/// Programs of a small typed grammar, as lists of statements any of which can be left out. Every variable has one type and stands
/// in <see cref="Prelude"/>; loops are counted, texts and arrays are cut, functions call no functions: every program ends soon.
/// </summary>
internal static class GeneratedPrograms
{
    private const string Prelude =
        "var n0 = 1, n1 = 2, n2 = 3, s0 = 'a,b', s1 = 'Word 12', a0 = [3, 1, 2], a1 = ['x', 'y'], o0 = { k: 1 }, m0 = new Map([['k', 1]]);";

    // Of each sort and depth there is one generator: made anew wherever it is used, they would be millions. Made by the first use.
    private static readonly Dictionary<(string Sort, int Depth), Gen<string>> Made = [];
    private static readonly string[] NumberVariables = ["n0", "n1", "n2"];
    private static readonly string[] TextVariables = ["s0", "s1"];
    private static readonly string[] ArrayVariables = ["a0", "a1"];
    private static readonly string[] Patterns = [@"/\d+/g", "/[a-f]/gi", @"/(\w)(\w)/g", "/(?<x>[^,]+),?/g", "/a|b/g", @"/\s*$/g"];

    /// <summary>A program: functions and classes first, then statements.</summary>
    public static Gen<string[]> Programs { get; } =
        from functions in Gen.ArrayOf(Function, 2)
        from count in Gen.Choose(1, 8)
        from statements in Gen.ArrayOf(Statement(3), count)
        select (string[])[.. functions.Select((body, index) => CallsNothing(body).Replace("NAME", $"f{index}", StringComparison.Ordinal)), .. statements];

    /// <summary>Programs that get shorter by one statement at a time when they fail.</summary>
    public static Arbitrary<string[]> Arbitrary { get; } = Arb.From(
        Programs, program => Enumerable.Range(0, program.Length).Select(left => program.Where((_, index) => index != left).ToArray()));

    private static Gen<string> Function => Gen.OneOf(
        from body in Block(1) from result in Number(2) select $"function NAME(n0, s0 = 'd') {{ {body} return {result}; }}",
        from body in Block(1) from result in Number(2) select $"var NAME = (n0, ...a0) => {{ {body} return {result}; }};",
        from value in Number(1) from result in Number(2) select $"class C_NAME {{ #p = {value}; static s = 2; m(n0) {{ return this.#p++ + {result}; }} get g() {{ return this.#p; }} }} var NAME = n0 => new C_NAME().m(n0) + C_NAME.s;",
        from count in Gen.Choose(0, 9) from value in Number(2) select $"function* g_NAME(n0) {{ for (let i = 0; i < {count}; i++) yield {value}; }} var NAME = n0 => [...g_NAME(n0)].length;");

    /// <summary>The text of a program.</summary>
    public static string Source(string[] program) =>
        // What a program leaves out may have been a function that it calls.
        Prelude + "\nvar f0 = n0 => n0, f1 = n0 => n0;\n" + string.Join('\n', program) + "\n[n0, n1, n2, s0, s1, a0, a1, JSON.stringify(o0), [...m0]].join('|')";

    // Recursion without end meets the bound of the stack, and how deep a script gets is a matter of bytes: not of fuel.
    private static string CallsNothing(string body) =>
        body.Replace("f0(", "(", StringComparison.Ordinal).Replace("f1(", "(", StringComparison.Ordinal);

    private static Gen<string> Block(int depth) =>
        from count in Gen.Choose(1, 3) from statements in Gen.ArrayOf(Statement(depth), count) select string.Join(' ', statements);

    private static Gen<string> Statement(int depth) => Made.TryGetValue((nameof(Statement), depth), out var made) ? made : Made[(nameof(Statement), depth)] = MakeStatement(depth);

    private static Gen<string> MakeStatement(int depth)
    {
        Gen<string>[] simple =
        [
            from v in Gen.Elements(NumberVariables) from e in Number(3) select $"{v} = ({e}) % 9973;",
            from v in Gen.Elements(TextVariables) from e in Text(3) select $"{v} = ({e}).slice(0, 120);",
            from v in Gen.Elements(ArrayVariables) from e in Array(3) select $"{v} = ({e}).slice(0, 40);",
            from k in Text(1) from e in Number(2) select $"o0[String({k}).slice(0, 3)] = {e};",
            from k in Text(1) from e in Number(2) select $"m0.set(({k}).slice(0, 3), {e});",
            from v in Gen.Elements(NumberVariables) from e in Array(2) select $"for (const x of {e}) {v} += typeof x === 'number' ? x : 1;",
            from e in Object(2) select $"for (const k in {e}) {{ n0 = (n0 + k.length) % 9973; }}",
            from e in Object(2) select $"{{ const {{ k: x = 5, ...rest }} = {e}; n1 += typeof x === 'number' ? x : 1; n2 += Object.keys(rest).length; }}",
            from e in Array(2) select $"{{ const [x = 1, ...rest] = {e}; a1 = rest.slice(0, 9); n0 += String(x).length; }}",
            from e in Number(2) select $"(async () => {{ for (let i = 0; i < 4; i++) n0 += await ({e}) % 7 | 0; }})();",
            from e in Text(2) select $"try {{ JSON.parse({e}); }} catch (e) {{ n1 += e.name.length; }}",
            from e in Number(2) select $"try {{ if (({e}) % 2) throw new RangeError('r'); n2++; }} catch (e) {{ n0 += e.message.length; }} finally {{ n1++; }}",
        ];
        if (depth == 0)
        {
            return Gen.OneOf(simple);
        }

        Gen<string>[] nested =
        [
            from count in Gen.Choose(0, 7) from body in Block(depth - 1) select $"for (let i = 0; i < {count}; i++) {{ {body} }}",
            from count in Gen.Choose(0, 5) from body in Block(depth - 1) select $"{{ let w = {count}; while (w-- > 0) {{ {body} if (n0 % 11 === 3) break; }} }}",
            from test in Bool(2) from yes in Block(depth - 1) from no in Block(depth - 1) select $"if ({test}) {{ {yes} }} else {{ {no} }}",
            from e in Number(2) from a in Block(depth - 1) from b in Block(depth - 1) select $"switch (({e}) % 3 | 0) {{ case 0: {a} break; case 1: {b} default: n2++; }}",
            from body in Block(depth - 1) select $"try {{ {body} }} finally {{ n2++; }}",
            from body in Block(depth - 1) select $"(() => {{ {body} }})();",
            from body in Block(depth - 1) select $"Promise.resolve().then(() => {{ {body} }}).catch(() => {{ n0 = 0; }});",
        ];
        return Gen.OneOf([.. simple, .. nested]);
    }

    private static Gen<string> Number(int depth) => Made.TryGetValue((nameof(Number), depth), out var made) ? made : Made[(nameof(Number), depth)] = MakeNumber(depth);

    private static Gen<string> MakeNumber(int depth)
    {
        var leaf = Gen.OneOf(Gen.Choose(-50, 5000).Select(n => $"({n})"), Gen.Elements(NumberVariables), Gen.Elements("0.5", "1e21", "NaN", "-0", "m0.size", "Number(7n ** 9n % 1000n)"));
        return depth == 0
            ? leaf
            : Gen.OneOf(
                leaf,
                from a in Number(depth - 1) from b in Number(depth - 1) from op in Gen.Elements("+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>>") select $"(({a}) {op} ({b}))",
                from t in Text(depth - 1) from f in Gen.Elements(".length", ".indexOf('a')", ".charCodeAt(1)", ".search(/[0-9]/)", ".localeCompare('m')") select $"({t}){f}",
                from a in Array(depth - 1) from f in Gen.Elements(".length", ".indexOf(1)", ".findIndex(x => x > 2)", ".reduce((x, y) => x + String(y).length, 0)") select $"({a}){f}",
                from f in Gen.Elements("floor", "abs", "sqrt", "sign", "clz32", "round") from n in Number(depth - 1) select $"Math.{f}({n})",
                from f in Gen.Choose(0, 1) from n in Number(depth - 1) select $"f{f}({n})",
                from o in Object(depth - 1) select $"Object.keys({o}).length",
                from t in Bool(depth - 1) from a in Number(depth - 1) from b in Number(depth - 1) select $"({t} ? {a} : {b})",
                from t in Text(depth - 1) from p in Gen.Elements(Patterns) select $"[...({t}).matchAll({p})].length",
                from a in Array(depth - 1) select $"new Set({a}).size");
    }

    private static Gen<string> Text(int depth) => Made.TryGetValue((nameof(Text), depth), out var made) ? made : Made[(nameof(Text), depth)] = MakeText(depth);

    private static Gen<string> MakeText(int depth)
    {
        var leaf = Gen.OneOf(Gen.Elements(TextVariables), Gen.Elements("'lorem, ipsum'", "'[1,{\"a\":2}]'", "'\\u00e9\\ud83e\\udd8a'", "''", "'A'.repeat(30)"));
        return depth == 0
            ? leaf
            : Gen.OneOf(
                leaf,
                from a in Text(depth - 1) from b in Text(depth - 1) select $"({a} + {b})",
                from t in Text(depth - 1) from n in Number(depth - 1) select $"`${{{t}}}:${{{n}}}`",
                from t in Text(depth - 1) from f in Gen.Elements(".toUpperCase()", ".trim()", ".padStart(40, 'xy')", ".slice(1, -1)", ".replaceAll('a', 'bb')", ".normalize('NFD')", ".split('').reverse().join('')", ".at(-1) + ''", ".concat('z')") select $"({t}){f}",
                from t in Text(depth - 1) from p in Gen.Elements(Patterns) from r in Gen.Elements("'<$&>'", "x => x.length", "''") select $"({t}).replace({p}, {r})",
                from o in Object(depth - 1) select $"JSON.stringify({o})",
                from a in Array(depth - 1) select $"({a}).join('-').slice(0, 200)",
                from n in Number(depth - 1) from f in Gen.Elements("toString(36)", "toFixed(3)", "toPrecision(5)", "toLocaleString('en-US')") select $"(({n}) % 1e15).{f}");
    }

    private static Gen<string> Array(int depth) => Made.TryGetValue((nameof(Array), depth), out var made) ? made : Made[(nameof(Array), depth)] = MakeArray(depth);

    private static Gen<string> MakeArray(int depth)
    {
        var leaf = Gen.OneOf(Gen.Elements(ArrayVariables), Gen.Elements("[]", "[1, 2, 3]", "['b', 'a', , 1]", "Array.from({ length: 20 }, (_, i) => i * 7 % 5)"));
        return depth == 0
            ? leaf
            : Gen.OneOf(
                leaf,
                from n in Number(depth - 1) from t in Text(depth - 1) select $"[{n}, {t}]",
                from a in Array(depth - 1) from b in Array(depth - 1) select $"[...{a}, ...({b}).slice(0, 9)]",
                from a in Array(depth - 1) from f in Gen.Elements(".map(x => x + 1)", ".filter(x => x)", ".slice().sort()", ".toSorted((x, y) => x < y ? -1 : 1)", ".concat([9])", ".flatMap(x => [x, x])", ".slice(1)", ".toReversed()", ".values().map(x => x).take(5).toArray()") select $"({a}){f}",
                from t in Text(depth - 1) select $"({t}).slice(0, 30).split(',')",
                from o in Object(depth - 1) select $"Object.entries({o}).flat()",
                from a in Array(depth - 1) select $"[...new Uint8Array(({a}).slice(0, 16).map(x => Number(x) | 0)).sort()]");
    }

    private static Gen<string> Object(int depth) => Made.TryGetValue((nameof(Object), depth), out var made) ? made : Made[(nameof(Object), depth)] = MakeObject(depth);

    private static Gen<string> MakeObject(int depth)
    {
        var leaf = Gen.OneOf(Gen.Constant("o0"), Gen.Elements("({ a: 1, k: 2 })", "Object.fromEntries(m0)", "({})"));
        return depth == 0
            ? leaf
            : Gen.OneOf(
                leaf,
                from n in Number(depth - 1) from t in Text(depth - 1) select $"({{ n: {n}, ['t' + n0 % 3]: {t} }})",
                from a in Object(depth - 1) from b in Object(depth - 1) select $"({{ ...{a}, ...{b} }})",
                from a in Object(depth - 1) select $"JSON.parse(JSON.stringify({a}))",
                from a in Object(depth - 1) select $"new Proxy({a}, {{ get: (t, k) => t[k] }})",
                from a in Array(depth - 1) select $"Object.groupBy({a}, x => typeof x)");
    }

    private static Gen<string> Bool(int depth) =>
        from a in Number(Math.Max(depth - 1, 0)) from b in Number(Math.Max(depth - 1, 0)) from op in Gen.Elements("<", ">=", "===", "!=") select $"({a}) {op} ({b})";
}
