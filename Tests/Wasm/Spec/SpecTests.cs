using System.Reflection;

namespace PureEdge.Wasm.Tests.Spec;

/// <summary>
/// The official test suite, as the web-platform-tests have it: Tests/Conformance/Wpt/fetch-wpt --wasm brings it.
/// </summary>
public sealed class SpecTests
{
    private static readonly string s_folder = typeof(SpecTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "SpecFolder").Value!;

    public static TheoryData<string, bool> Scripts()
    {
        var scripts = new TheoryData<string, bool>();
        if (Directory.Exists(s_folder))
        {
            foreach (var file in Directory.EnumerateFiles(s_folder, "*.wast.js", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var script = Path.GetRelativePath(s_folder, file).Replace('\\', '/')[..^".wast.js".Length];
                scripts.Add(script, false);
                scripts.Add(script, true);
            }
        }
        else
        {
            scripts.Add("(none)", false);
        }

        return scripts;
    }

    [SkippableTheory]
    [MemberData(nameof(Scripts))]
    public void A_script_of_the_official_suite_passes_compiled_and_interpreted(string script, bool isInterpreted)
    {
        var missing = script == "(none)";
        var mayMiss = Environment.GetEnvironmentVariable("CI") != "true" || Environment.GetEnvironmentVariable("PUREEDGE_NO_WASM_SUITE") == "1";
        Assert.True(!missing || mayMiss, "The suite is missing: run Tests/Conformance/Wpt/fetch-wpt --wasm.");
        Skip.If(missing, "The suite is missing: Tests/Conformance/Wpt/fetch-wpt --wasm brings it.");
        var run = SpecRun.Of(File.ReadAllText(Path.Combine(s_folder, script + ".wast.js")), isInterpreted);
        Assert.True(run.Failures.Count == 0, $"{run.Passed} passed, {run.Failures.Count} failed:\n{string.Join('\n', run.Failures.Take(20))}");
        Assert.True(run.Passed > 0);
    }
}
