using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Targets;

/// <summary>Looks for what another tenant left in anything that the process shares: caches, statics, pooled memory.</summary>
internal sealed class TenantsTarget : IFuzzTarget
{
    private static readonly string[] Looks =
    [
        "for (const p of [\"$1\", \"$2\", \"input\", \"lastMatch\", \"lastParen\", \"leftContext\", \"rightContext\", \"$_\", \"$&\", \"$+\", \"$`\", \"$'\"]) line(String(RegExp[p]));", "line(String(globalThis.planted) + String([].planted));", "for (let i = 0; i < 6; i++) line(String(Symbol.keyFor(Symbol.for(\"canary\" + i))));",
        "line(Object.keys(globalThis).join());", "for (const x in []) line(x);", "line(JSON.stringify(performance.getEntries?.() ?? []));", "try { null.x; } catch (e) { line(e.stack + e.message); }", "line(new Intl.DateTimeFormat().resolvedOptions().locale);", "walk(request);",
        "line(JSON.stringify(env));", "line(String(ctx) + JSON.stringify(ctx));", "line([...request.headers].join());", "line(await request.text());", "line(String(navigator.userAgent));",
    ];

    // The walk of a whole realm takes as long as many other cases, and comes to few of its globals before the limit.
    private const int DeepWalk = 20;
    private const string AllGlobals = "for (const n of Reflect.ownKeys(globalThis)) { const v = Reflect.getOwnPropertyDescriptor(globalThis, n)?.value; if (typeof v === \"string\") line(v); }";

    // Each gives bytes that nobody has written.
    private static readonly string[] Fresh =
    [
        "new ArrayBuffer($N)", "new Uint8Array($N)", "(() => { const b = new ArrayBuffer(1, { maxByteLength: $N }); b.resize($N); return b; })()", "new Uint8Array(3).buffer.transfer($N)", "new Uint8Array(3).buffer.transferToFixedLength($N)", "structuredClone(new ArrayBuffer($N))",
        "(() => { const u = new Uint8Array($N); new TextEncoder().encodeInto(\"\", u); return u; })()", "new Float64Array($N >> 3)", "new DataView(new ArrayBuffer($N))", "new ArrayBuffer($N).slice(1)", "Array.from(new Uint8Array($N)).map(Number)", "(() => { const b = new ArrayBuffer($N, { maxByteLength: 2 * $N }); new Uint8Array(b).fill(7); b.resize(0); b.resize($N); return b; })()",
    ];

    public string Name => "tenants";

    public string About => "secrets planted in another tenant's env, globals, closures, symbols, patterns, errors, logs and memory";

    public ExecutionLimits Limits { get; } = Running.Arena.Tight with { CpuMilliseconds = 5 };

    public Gen<FuzzProgram> Programs(ApiSurface surface) =>
        from looks in Gen.Frequency((DeepWalk, Gen.Elements(Looks)), (1, Gen.Elements("walk(globalThis);", AllGlobals))).ArrayOf(3)
        from fresh in Gen.Elements(Fresh)
        from size in Gen.Elements("8", "64", "1000", "4096", "70000")
        from call in Calls.Any(surface)
        select FuzzProgram.Handler(
        [
            .. looks.Select(static look => FuzzProgram.Try(Term.Any(look))),
            FuzzProgram.Keep(0, call),
            FuzzProgram.Try(Term.Any("walk(k, 80);")),
            FuzzProgram.Try(Term.Any($"{{ const b = {fresh.Replace("$N", size, StringComparison.Ordinal)}, u = new Uint8Array(b.buffer ?? b); for (let i = 0; i < u.length; i += 1 + (i >> 5)) if (u[i] !== 0) {{ line(\"ESCAPE dirty memory\"); break; }} }}")),
        ]);
}
