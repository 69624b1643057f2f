using PureEdge.Wasm.Tests.Interpretation;
using PureEdge.Wasm.Tests.Spec;

namespace PureEdge.Wasm.Tests.AheadOfTime;

/// <summary>What is compiled ahead of time gives the results, the traps and the fuel of what is compiled at run time.</summary>
public sealed class SameOutcomeTests
{
    public static TheoryData<string> Scripts() => [.. SpecScripts.Spread(12)];

    [SkippableTheory]
    [MemberData(nameof(Scripts))]
    public void A_script_of_the_official_suite_does_the_same(string script)
    {
        var text = SpecScripts.Read(script);
        var ahead = SpecRun.Of(text, bytes => Ahead.Compile(bytes, SpecRun.Limits));
        var compiled = SpecRun.Of(text, bytes => WasmModule.Compile(bytes, SpecRun.Limits, false));
        Assert.Empty(ahead.Failures);
        Assert.Equal(compiled.Passed, ahead.Passed);
        Assert.Equal(compiled.Outcomes, ahead.Outcomes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Generated_programs_do_the_same(int part)
    {
        for (var seed = part * 25; seed < (part + 1) * 25; seed++)
        {
            var module = ProgramGenerator.Make(seed);
            Assert.Equal(DifferenceTests.Outcome(Code.Compile(false, module)), DifferenceTests.Outcome(Ahead.Compile(module)));
        }
    }
}
