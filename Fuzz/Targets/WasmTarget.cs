using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Programs.Wasm;
using PureEdge.Fuzz.Surface;
using PureEdge.Limits;
using PureEdge.Wasm.Tests.Interpretation;

namespace PureEdge.Fuzz.Targets;

/// <summary>
/// Modules of WebAssembly: valid ones, of which another evaluation says what their functions must give, and broken ones, which must be
/// refused, or run within the limits. All are also run compiled, interpreted and in V8 (<see cref="Oracles.WasmOracle"/>).
/// </summary>
internal sealed class WasmTarget : IFuzzTarget
{
    // What a broken module that is accepted all the same can do is tried, with whatever it wants to be given.
    private const string Use = """
        const m = (await import("./m.wasm")).default, imports = {};
        for (const { module, name, kind } of WebAssembly.Module.imports(m)) (imports[module] ??= {})[name] = kind === "function" ? $0 : kind === "memory" ? new WebAssembly.Memory({ initial: 1 }) : kind === "table" ? new WebAssembly.Table({ initial: 4, element: "anyfunc" }) : 1;
        const e = new WebAssembly.Instance(m, imports).exports;
        for (const n of Object.keys(e)) try { k[0] = e[n]; note(typeof e[n] === "function" ? e[n]($1, $2, $3) : e[n].grow ? e[n].grow($1) : e[n].value); } catch (x) { failed(x); }
        """;

    private static readonly string[] Functions = ["() => 1", "() => 2n", "(...a) => a[0]", "() => { throw 1; }", "(...a) => e[Object.keys(e)[0]](...a)", "() => [1, 2]", "() => ({ valueOf() { for (;;); } })"];
    private static readonly string[] Arguments = ["0", "1n", "-1", "0.5", "NaN", "2 ** 31", "null", "\"7\"", "{ valueOf() { return 3; } }", "(1n << 64n) - 1n", "65536"];

    public string Name => "wasm";

    public string About => "modules of WebAssembly: valid ones against another evaluation and V8, compiled and interpreted, and broken ones";

    public ExecutionLimits Limits { get; } = Running.Arena.Tight with { CpuMilliseconds = 5, StartupCpuMilliseconds = 40 };

    public Gen<FuzzProgram> Programs(ApiSurface surface)
    {
        var broken =
            from program in WasmPrograms.All
            from edits in ByteEdits.Any(Instructions).ArrayOf(3)
            from count in Gen.Choose(1, 3)
            from function in Gen.Elements(Functions)
            from arguments in Gen.Elements(Arguments).ArrayOf(3)
            select FuzzProgram.Handler(
            [
                Term.Any(FuzzCase.Broken),
                Term.Any(FuzzCase.WithWasm(edits.Take(count).Aggregate(program.Bytes, static (bytes, edit) => edit(bytes)))),
                FuzzProgram.Try(Term.Any(Use, [Term.Any(function), .. arguments.Select(static a => Term.Any(a))])),
            ]);
        // Modules of another generator, with all types, vectors, tables and exceptions: what they give is only compared (WasmOracle).
        var rich =
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from catches in Gen.Elements(false, true)
            from function in Gen.Elements(Functions)
            from arguments in Gen.Elements(Arguments).ArrayOf(3)
            select FuzzProgram.Handler(
            [
                Term.Any(FuzzCase.WithWasm(ProgramGenerator.Make(seed, catches))),
                FuzzProgram.Try(Term.Any(Use, [Term.Any(function), .. arguments.Select(static a => Term.Any(a))])),
            ]);
        return Gen.Frequency((1, WasmPrograms.All.Select(Valid)), (1, broken), (1, rich));
    }

    // Opcodes, types and sizes that the format has, besides any byte.
    private static readonly byte[] Instructions =
    [
        0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x12, 0x13, 0x1a, 0x1b, 0x1c, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x28, 0x36, 0x3f, 0x40, 0x41, 0x42, 0x43, 0x44, 0x5d,
        0x60, 0x69, 0x6f, 0x70, 0x7b, 0x7c, 0x7d, 0x7e, 0x7f, 0x80, 0x0a, 0xd0, 0xd1, 0xd2, 0xfc, 0xfd, 0xfe, 0xff,
    ];

    private static FuzzProgram Valid(WasmProgram program) => FuzzProgram.Handler(
    [
        Term.Any(FuzzCase.WithWasm(program.Bytes)),
        Term.Any("const i = new WebAssembly.Instance((await import(\"./m.wasm\")).default);"),
        .. program.Calls.Select(static call => Term.Any(
            $"{{ let got; try {{ got = i.exports.{call.Name}(...{call.Arguments}); }} catch (e) {{ got = e instanceof WebAssembly.RuntimeError ? \"trap\" : failed(e); }} if (!Object.is(got, {call.Value})) line(\"ESCAPE law: a function of WebAssembly gives \" + got + \", not \" + {call.Value}); }}")),
    ]);
}
