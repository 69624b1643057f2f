using FsCheck.Fluent;
using PureEdge.Fuzz.Campaigns;
using PureEdge.Fuzz.Programs.Wasm;
using PureEdge.Fuzz.Running;
using PureEdge.Fuzz.Targets;
using PureEdge.Wasm;

namespace PureEdge.Fuzz.Tests;

/// <summary>The modules that are made are valid, different, and do something; what they must give is what another evaluation says.</summary>
public class WasmProgramTests
{
    private static readonly WasmProgram[] Programs = [.. WasmPrograms.All.Sample(30, new FsCheck.Rnd(1, 3), 60)];

    [Fact]
    public void Modules_are_valid() => Assert.All(Programs, static program => Assert.Null(WasmModule.Validate(program.Bytes)));

    [Fact]
    public void Modules_differ_and_some_functions_trap()
    {
        Assert.True(Programs.Select(static program => Convert.ToHexString(program.Bytes)).Distinct(StringComparer.Ordinal).Count() > Programs.Length * 9 / 10);
        var values = Programs.SelectMany(static program => program.Calls.Select(static call => call.Value)).ToArray();
        Assert.InRange(values.Count(static value => value == "\"trap\""), 1, values.Length / 2);
        Assert.True(values.Distinct(StringComparer.Ordinal).Count() > 20);
    }

    [Fact]
    public async Task A_wrong_value_is_found()
    {
        const string Add = "// wasm 0061736d0100000001070160027f7f017f03020100070501016600000a09010700200020016a0b\n"
            + "if (new WebAssembly.Instance((await import(\"./m.wasm\")).default).exports.f(1, 2) !== 4) line(\"ESCAPE law: planted\");";
        using var judge = new Judge(readsClock: false);
        var (_, breach) = await judge.RunAsync(new("wasm", Fuzz.Programs.CaseForm.Handler, Add), TargetCatalog.Find("wasm")!.Limits, repeats: false);
        Assert.Equal("law: planted", breach?.Signature);
        Assert.Equal("escape", breach?.Kind);
    }

    [Fact]
    public async Task A_case_that_must_be_answered_and_is_killed_is_found()
    {
        using var judge = new Judge(readsClock: false);
        var (_, breach) = await judge.RunAsync(new("depth", Fuzz.Programs.CaseForm.Handler, $"{Fuzz.Programs.FuzzCase.Answers}\nfor (;;);"), Arena.Tight, repeats: false);
        Assert.Equal("answer", breach?.Kind);
    }
}
