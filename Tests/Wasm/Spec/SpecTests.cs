namespace PureEdge.Wasm.Tests.Spec;

/// <summary>
/// The official test suite, as the web-platform-tests have it: Tests/Conformance/Wpt/fetch-wpt --wasm brings it.
/// </summary>
public sealed class SpecTests
{
    public static TheoryData<string, bool> Scripts()
    {
        var scripts = new TheoryData<string, bool>();
        foreach (var script in SpecScripts.All)
        {
            scripts.Add(script, false);
            scripts.Add(script, true);
        }

        return scripts;
    }

    [SkippableTheory]
    [MemberData(nameof(Scripts))]
    public void A_script_of_the_official_suite_passes_compiled_and_interpreted(string script, bool isInterpreted)
    {
        var run = SpecRun.Of(SpecScripts.Read(script), bytes => WasmModule.Compile(bytes, SpecRun.Limits, isInterpreted));
        Assert.True(run.Failures.Count == 0, $"{run.Passed} passed, {run.Failures.Count} failed:\n{string.Join('\n', run.Failures.Take(20))}");
        Assert.True(run.Passed > 0);
    }
}
