using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;

namespace PureEdge.Fuzz.Targets;

/// <summary>Walks from what the host gives and what calls throw, for anything that is not the tenant's.</summary>
internal sealed class AuthorityTarget : IFuzzTarget
{
    private static readonly string[] Walks =
    [
        "walk(k[0])", "walk(k)", "walk(ctx)", "walk(env)", "walk(request)", "walk(globalThis, 300)", "walk(import.meta)", "walk(Object.getPrototypeOf(k[0]))", "walk(k[0].constructor)",
    ];

    private static readonly string[] Probes =
    [
        "k[0].constructor.constructor(\"return this\")()", "Function.prototype.toString.call(k[0])", "k[0].caller", "k[0].arguments", "(function () { return arguments.callee.caller; })()", "k[0].GetType()", "k[0].ToString()", "k[0][\"get_Length\"]", "Reflect.ownKeys(k[0]).map(String)",
        "Object.getOwnPropertyDescriptors(k[0])", "k[0].__lookupGetter__(\"x\")", "k[0].__proto__.__proto__", "Error.captureStackTrace?.(k[0])", "(Error.prepareStackTrace = (e, s) => { k[4] = s; k[5] = s?.[0]?.getThis?.(); return s; })", "Error.stackTraceLimit = 100", "new Error(\"e\").stack",
        "import(\"case.js\").then(walk)", "import(\"./prelude.js\").then(walk)", "Reflect.construct(Object, [], k[0])", "new Proxy(k[0], { get(t, p, r) { k[6] = r; return Reflect.get(t, p); } })", "Object.assign({}, k[0])", "structuredClone(k[0])", "Reflect.set(k[0], \"x\", 1)", "Object.setPrototypeOf(k[0], null)",
        "k[0].valueOf()", "k[0].then?.((x) => { k[6] = x; }, (e) => { failed(e); walk(e); })", "JSON.stringify(k[0])", "k[0][Symbol.toPrimitive]", "k[0].call?.(k[0], globalThis)", "new k[0](k[0])", "Object.create(k[0]).constructor", "class A extends k[0] {}", "(k[0].prototype = null)", "String(k[0].message) + String(k[0].stack)",
        "Symbol.keyFor(k[0])", "k[0].bind?.(null).prototype", "eval?.(\"this\")", "globalThis.Function?.(\"return 1\")", "(async () => {}).constructor(\"return 1\")", "setTimeout(\"survived('string')\", 0)", "globalThis.importNamespace?.(\"System\")", "globalThis.System", "globalThis.clr", "globalThis.__proto__.__proto__", "WebAssembly", "process", "require", "Deno", "window",
        // What was taken away stays away.
        "Function(\"return 1\")() === 1 && survived(\"code from a string\")", "(0, eval)(\"1\") === 1 && survived(\"eval\")", "typeof Atomics !== \"undefined\" && survived(\"Atomics\")", "typeof SharedArrayBuffer !== \"undefined\" && survived(\"SharedArrayBuffer\")", "typeof ShadowRealm !== \"undefined\" && survived(\"ShadowRealm\")",
        "(() => { const t = Date.now(), p = performance.now(); for (let i = 0; i < 3000; i++); if (Date.now() !== t || performance.now() !== p) survived(\"the clock moves\"); })()",
    ];

    public string Name => "authority";

    public string About => "walks from every host function, object and error for CLR types, constructors, delegates and other realms";

    public Gen<FuzzProgram> Programs(ApiSurface surface) =>
        from call in Calls.Any(surface)
        from failing in Calls.Any(surface)
        from probes in Gen.Elements(Probes).ArrayOf(3)
        from walk in Gen.Elements(Walks)
        select FuzzProgram.Handler(
        [
            FuzzProgram.Keep(0, call),
            Term.Any("try { k[1] = $0; if (k[1] instanceof Promise) await Promise.race([k[1], null]); } catch (e) { failed(e); k[0] ??= e; walk(e, 200); }", failing),
            .. probes.Select(static (probe, index) => FuzzProgram.Keep(index + 2, Term.Any(probe))),
            FuzzProgram.Try(Term.Any(walk + ";")),
        ]);
}
