using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Targets;

/// <summary>Every built-in on large inputs of every kind: one statement, much work.</summary>
internal sealed class BulkTarget : IFuzzTarget
{
    // $N is the size, $S a size that can be built statement by statement.
    private static readonly string[] Large =
    [
        "\"x\".repeat($N)", "\"ab \".repeat($S)", "\"9\".repeat($N)", "(\"(\".repeat($S) + \")\".repeat($S))", "\"\\u0301\".repeat($N)", "\"%41\".repeat($S)", "\"a=b&\".repeat($S)", "(\"{\\\"a\\\":[\".repeat($S))", "\"a.\".repeat($S)",
        "new Array($N)", "new Array($S).fill(1)", "Array.from({ length: $S }, (_, i) => \"a\" + i)", "({ length: $N })", "({ length: $N, 0: 1 })", "(() => { const a = []; a[$N - 1] = 1; return a; })()", "(() => { let a = [1]; for (let i = 1; i < $N; i *= 2) a = [a, a]; return a; })()",
        "new Uint8Array($N)", "new Float64Array($S)", "new ArrayBuffer($N, { maxByteLength: $N })", "new ArrayBuffer(0, { maxByteLength: $N })", "new DataView(new ArrayBuffer($S))", "$N", "-$N", "1 / $N", "$N.5", "2n ** BigInt($S)", "BigInt(\"9\".repeat($S))",
        "new Map(Array.from({ length: $S }, (_, i) => [i, i]))", "new Set(Array.from({ length: $S }, (_, i) => \"k\" + i))", "Object.fromEntries(Array.from({ length: $S }, (_, i) => [\"k\" + i, i]))", "(() => { let s = \"ab\"; while (s.length < $N) s += s; return s; })()",
        "(() => { let s = \"\"; for (let i = 0; i < $S; i++) s = i + s; return s; })()", "new Blob([\"x\".repeat($S)])", "new Response(\"x\".repeat($S))", "new URLSearchParams(\"a&\".repeat($S))", "new Headers(Array.from({ length: $S }, (_, i) => [\"h\" + i, \"v\"]))",
        "(() => { const f = new FormData(); for (let i = 0; i < $S; i++) f.append(\"a\", \"b\"); return f; })()", "new URL(\"http://a/\" + \"b/\".repeat($S))", "RegExp(\"a\".repeat($S))", "(() => { let p = {}; for (let i = 0; i < $S; i++) p = Object.create(p); return p; })()",
        "Iterator.from({ i: 0, next() { return { done: this.i++ >= $N, value: 1 }; } })", "(function* () { for (let i = 0; i < $N; i++) yield i; })()", "new Proxy([], { get: (t, p) => p === \"length\" ? $N : p })", "Symbol(\"x\".repeat($N))",
    ];

    public string Name => "bulk";

    public string About => "every built-in with sizes from 2^10 to 2^31 of every kind of value";

    public ExecutionLimits Limits { get; } = Running.Arena.Tight with { CpuMilliseconds = 1, AllocationBytes = 16 << 20 };

    public Gen<FuzzProgram> Programs(ApiSurface surface)
    {
        var large =
            from text in Gen.Elements(Large)
            from exponent in Gen.Choose(10, 31)
            from less in Gen.Choose(0, 1)
            select Term.Any(text.Replace("$N", ((1L << exponent) - less).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("$S", (1L << Math.Min(exponent, 10 + (exponent % 5))).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return
            from function in surface.AnyFunction
            from receiver in Gen.Frequency((3, large), (3, Gen.Constant(Term.Any(function.Receiver))))
            from call in Calls.Of(function, Gen.Constant(Term.Any("k[0]")), large)
            from again in Calls.Any(surface, Gen.Constant(Term.Any("k[1]")))
            select FuzzProgram.Handler([FuzzProgram.Keep(0, receiver), FuzzProgram.Keep(1, call), FuzzProgram.Keep(2, again)]);
    }
}
