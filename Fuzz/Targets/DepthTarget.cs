using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Targets;

/// <summary>Chains: what a function or a wrapper gives is given to it again, thousands of times, and then used.</summary>
internal sealed class DepthTarget : IFuzzTarget
{
    private static readonly string[] Wrappers =
    [
        "[x]", "({ a: x })", "new Proxy(Object(x), {})", "new Proxy(function () {}, { apply: x, get: x })", "Object.create(Object(x))", "(typeof x === \"function\" ? x.bind(1, 2) : () => x)", "((y) => () => y())(x)", "(async (y) => await y)(x)",
        "((y) => (function* () { yield* y; })())(x)", "((y) => (async function* () { yield* y; })())(x)", "new Error(\"e\", { cause: x })", "new AggregateError([x])", "(x + \"a\")", "(\"a\" + x)", "`${x}b`", "x.tee?.()[0]", "x.pipeThrough(new TransformStream())", "AbortSignal.any([x])",
        "new Blob([x])", "x.map((a) => a)", "x.flatMap((a) => [a])", "new Request(x)", "x.clone()", "Iterator.from(x)", "({ __proto__: x })", "({ toString: () => \"\" + x })", "({ then: (f) => f(x) })", "Promise.all([x])", "x.then((a) => a)", "new Map([[x, x]])", "new Set([x])",
        "({ [Symbol.iterator]: () => x[Symbol.iterator]() })", "((y) => ({ get a() { return y.a; } }))(x)", "({ toJSON: () => x })", "(class extends x {})", "x.concat([x])", "Object.setPrototypeOf([], Object(x))", "[x, x]", "new Response(x.body)", "x.slice(0)", "x.subarray?.(0)",
        "((y) => Object.assign(() => 1, { y, [Symbol.hasInstance]: (z) => z instanceof y }))(x)", "((s) => { s.use({ [Symbol.dispose]() { x?.dispose?.(); } }); return s; })(new DisposableStack())", "new WeakRef(Object(x))", "new CustomEvent(\"x\", { detail: x })", "new File([x], \"n\")",
    ];

    private static readonly string[] Uses =
    [
        "String(x)", "JSON.stringify(x)", "structuredClone(x)", "x()", "[...x]", "x.next()", "x.then((v) => v)", "console.log(x)", "x.a", "(\"a\" in x)", "Object.keys(x)", "x.toString()", "(x == 1)", "new x()", "x.text()", "x.flat(Infinity)", "(x instanceof x)", "Object.entries(x)",
        "x.getReader().read()", "await x.next?.()", "x.message + x.stack", "isNaN(x)", "x.join()", "x.toLocaleString()", "[].concat(x)", "new Map(x)", "Reflect.ownKeys(x)", "Array.from(x)", "x.cancel()", "x.dispose()", "delete x.a", "(x.a = 1)", "Object.prototype.toString.call(x)", "typeof x",
        "x.dispatchEvent?.(new Event(\"abort\"))", "new Response(x).text()", "Object.freeze(x)", "Object.isFrozen(x)", "x.return()", "Promise.race([x])", "x.abort?.()", "reportError(x)", "throw_(x)", "for_in(x)",
    ];

    private static readonly (string Open, string Middle, string Close)[] Nesting =
    [
        ("(", "1", ")"), ("[", "", "]"), ("({a:", "1", "})"), ("a?b:", "c", ""), ("-", "1", ""), ("1+", "1", ""), ("a.", "b", ""), ("`${", "1", "}`"), ("(function(){", "", "})"), ("()=>", "1", ""), ("new ", "A", ""), ("if(1)", ";", ""), ("<!--\n", "", ""), ("a(", "", ")"),
        ("1,", "1", ""), ("class A{static{", "", "}}"), ("{", "", "}"), ("a=>", "1", ""), ("1&&", "1", ""), ("1??", "1", ""), ("2**", "1", ""), ("async()=>", "1", ""), ("[a=", "1", "]"), ("({a=1}=", "1", ")"), ("for(;;)", ";", ""), ("a:", ";", ""), ("try{", "", "}catch{}"), ("switch(1){case ", "1", ":}"),
        ("/(", "a", ")/"), ("x=", "1", ""), ("var a=", "1", ""), ("a[", "1", "]"), ("let [", "a", "]=1;"), ("a`${", "1", "}`"), ("#a in ", "b", ""), ("yield ", "1", ""), ("await ", "1", ""), ("typeof ", "1", ""), ("import(", "1", ")"), ("\"a\";", "", ""), ("function f(){", "", "}"), ("a?.", "b", ""),
    ];

    // Functions of a script that call themselves: the script is told in time, with an error that it may catch.
    private static readonly string[] Recursions =
    [
        "const f = () => 1 + f(); f();", "const f = (a) => [f(a)]; f(1);", "function f() { f(); return 1; } f();", "class A { constructor() { this.a = new A(); } } new A();", "const o = { get a() { return 1 + o.a; } }; o.a;", "const f = (a, b = f()) => a; f();",
        "const f = () => ({ ...f() }); f();", "const f = () => `${f()}`; f();", "const f = () => f().x; f();", "const o = { f: () => !o.f() }; o.f();", "const f = function* () { yield* f(); }; [...f()];",
        "const f = (a = f()) => a; f();", "const f = (...a) => [1].map(f); f();", "const f = Reflect.apply.bind(null, () => f(), null, []); f();", "const o = { toString: () => `${o}` }; `${o}`;",
        "const o = { toJSON: () => JSON.stringify(o) }; JSON.stringify(o);", "const f = new Proxy(() => 1, { apply: () => f() }); f();", "class A { b = new A(); } new A();", "const f = (a) => a instanceof { [Symbol.hasInstance]: f }; f(1);", "const f = () => [1].sort.call([2, 1], f); f();",
    ];

    // One level of a recursion: little that a statement pays for, and much of the stack.
    private static readonly string[] Levels =
    [
        "[1].forEach(f);", "[1].map(f);", "Reflect.apply(f, null, []);", "\"a\".replace(/a/, f);", "new Proxy(f, {})();", "f.bind()();", "f.call();", "JSON.stringify({ toJSON: f });", "Array.from([1], f);", "new Map([[1, 1]]).forEach(f);", "f();", "({ get a() { return f(); } }).a;", "`${{ toString: f }}`;", "[2, 1].sort(f);",
        "new f();", "[...{ [Symbol.iterator]: f }];", "Object.groupBy([1], f);", "JSON.parse(\"1\", f);", "+{ valueOf: f };", "for (const x of { [Symbol.iterator]: f });", "new Set([1]).forEach(f);", "[1].flatMap(f);", "[1, 2].reduce(f);", "structuredClone({ get a() { return f(); } });",
    ];

    public string Name => "depth";

    public string About => "chains of everything on itself, thousands deep, deep nesting for the parser, and endless recursion";

    public ExecutionLimits Limits { get; } = Running.Arena.Tight with { CpuMilliseconds = 8, AllocationBytes = 16 << 20, StackBytes = 512 << 10 };

    public Gen<FuzzProgram> Programs(ApiSurface surface)
    {
        var step = Gen.Frequency(
            (3, Gen.Elements(Wrappers).Select(static text => Term.Any(text))),
            (2, from function in surface.AnyFunction from call in Calls.Of(function, Gen.Elements(Term.Any("x"), Term.Any(function.Receiver)), Gen.Constant(Term.Any("x"))) select call));
        var chain =
            from start in Values.Of(Kind.Any)
            from depth in Gen.Choose(5, 14)
            from first in step
            from second in Gen.Frequency((3, Gen.Constant(Term.Any("x"))), (1, step))
            from uses in Gen.Elements(Uses).ArrayOf(3)
            select FuzzProgram.Handler(
            [
                Term.Any("const throw_ = (v) => { throw v; }, for_in = (v) => { for (const i in v) return i; };"),
                Term.Any("let x = $0;", start),
                FuzzProgram.Try(Term.Any($"for (let i = 0; i < {(1 << depth).ToString(CultureInfo.InvariantCulture)}; i++) {{ x = $0; x = $1; }}", first, second)),
                Term.Any("k[0] = x;"),
                .. uses.Select(static use => FuzzProgram.Try(Term.Any($"const r = {use}; note(r); if (r instanceof Promise) await Promise.race([r, null]);"))),
            ]);
        var nested =
            from nesting in Gen.Elements(Nesting)
            from inner in Gen.Elements(Nesting)
            from depth in Gen.Choose(4, 15)
            from mixes in Gen.Choose(0, 2)
            let count = (1 << depth) / (nesting.Open.Length + nesting.Close.Length)
            let open = mixes == 0 ? nesting.Open + inner.Open : nesting.Open
            let close = mixes == 0 ? inner.Close + nesting.Close : nesting.Close
            select FuzzProgram.Source(string.Concat(Enumerable.Repeat(open, count)) + nesting.Middle + string.Concat(Enumerable.Repeat(close, count)));
        var recursion =
            from text in Gen.Elements(Recursions)
            select FuzzProgram.Handler(
            [
                Term.Any(FuzzCase.Answers),
                Term.Any($"let how = \"\"; try {{ {text} how = \"it came to an end\"; }} catch (e) {{ if (!(e instanceof RangeError)) how = String(e); }} line(how && \"ESCAPE law: endless recursion: \" + how);"),
            ]);
        // What unwinding costs is charged when the stack is refused, and by nothing else.
        var caught =
            from level in Gen.Elements(Levels)
            from other in Gen.Frequency((3, Gen.Constant("")), (1, Gen.Elements(Levels)))
            select FuzzProgram.Handler([Term.Any($"function f() {{ {level} {other} }}"), Term.Any("for (;;) { try { f(); } catch (e) { } }")]);
        return Gen.Frequency((10, chain), (2, nested), (2, recursion), (1, caught));
    }
}
