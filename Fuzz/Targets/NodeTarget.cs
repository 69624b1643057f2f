using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Targets;

/// <summary>Calls of what the modules of Node.js export, chained with each other and with the platform; and key files.</summary>
internal sealed class NodeTarget : IFuzzTarget
{
    private static readonly string[] Special =
    [
        "Buffer.from(\"abc\")", "Buffer.alloc(16)", "Buffer.from(\"1f8b0800000000000003\", \"hex\")", "process.env", "\"base64\"", "\"hex\"", "\"latin1\"", "\"utf16le\"", "\"../a//b/./c\"", "\"C:\\\\a\\\\..\\\\b\"", "\"sha256\"", "\"%s %d %j %o\"", "\"a=1&b=%zz\"",
        "(e, v) => { k[7] = v; if (e) failed(e); }", "{ encoding: \"utf8\", highWaterMark: 1 }", "{ read() { this.push(\"x\"); this.push(null); } }", "2 ** 31", "-1", "Buffer.alloc(70000, \"ab\")", "new Uint8Array(3)", "\"\\ud800\"",
    ];

    public string Name => "node";

    public string About => "calls of what the modules of nodejs_compat export, chained, and key files";

    public ExecutionLimits Limits { get; } = Running.Arena.Tight with { CpuMilliseconds = 2 };

    public Gen<FuzzProgram> Programs(ApiSurface surface)
    {
        var special = Gen.Frequency((3, Gen.Elements(Special).Select(static text => Term.Any($"({text})"))), (1, Gen.Choose(0, 7).Select(static i => Term.Any($"k[{i}]"))));
        var call =
            from function in surface.AnyNodeFunction
            from made in Calls.Of(function, Gen.Frequency((8, Calls.Receiver(function)), (2, special)), special)
            select made;
        var chained =
            from count in Gen.Choose(1, 4)
            from calls in call.ArrayOf(count)
            from other in Calls.Any(surface, special)
            select FuzzProgram.Handler([Term.Any(FuzzCase.Node), .. calls.Select(static (made, index) => FuzzProgram.Keep(index, made)), FuzzProgram.Keep(count, other)]);
        var read =
            from statements in KeyFiles.Read.ArrayOf(3)
            select FuzzProgram.Handler([Term.Any(FuzzCase.Node), KeyFiles.Import, .. statements.Select(FuzzProgram.Try)]);
        return Gen.Frequency((3, chained), (1, read));
    }
}
