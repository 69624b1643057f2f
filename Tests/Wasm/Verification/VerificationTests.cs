using System.Reflection;
using PureEdge.Wasm.Tests.Interpretation;
using PureEdge.Wasm.Tests.Spec;

namespace PureEdge.Wasm.Tests.Verification;

/// <summary>The IL that modules are compiled to is verifiable, but for what <see cref="Deliberate"/> lists. What other tests compile is verified there.</summary>
public sealed class VerificationTests
{
    [SkippableFact]
    public void All_that_is_not_verifiable_is_listed_and_all_that_is_listed_is_found()
    {
        var verifier = new IlVerifier();
        foreach (var script in SpecScripts.All)
        {
            foreach (var module in SpecScripts.Modules(script))
            {
                verifier.Verify(module, script);
            }
        }

        for (var seed = 0; seed < 200; seed++)
        {
            verifier.Verify(ProgramGenerator.Make(seed), $"generated program {seed}");
        }

        Assert.True(verifier.Methods > 1_000);
        Deliberate.AssertListed(verifier);
        Assert.Empty(Deliberate.All.Keys.Except(verifier.Found.Keys));
        Assert.Empty(Deliberate.Misplaced);
    }

    [SkippableFact]
    public void Programs_of_npm_are_verified_too()
    {
        Skip.IfNot(SpecScripts.WantsAll, "They take a minute: PUREEDGE_WASM_ALL=1 verifies them.");
        var folder = typeof(VerificationTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ProgramsFolder").Value!;
        Skip.IfNot(Directory.Exists(folder), "Tests/Conformance/Programs has not fetched them.");
        // Larger ones say nothing more.
        var files = new DirectoryInfo(folder).EnumerateFiles("*.wasm", SearchOption.AllDirectories).Where(file => file.Length < 1 << 20).DistinctBy(file => file.Length).ToList();
        Assert.NotEmpty(files);
        var verifier = new IlVerifier();
        foreach (var file in files)
        {
            verifier.Verify(File.ReadAllBytes(file.FullName), file.Name);
        }

        Deliberate.AssertListed(verifier);
    }
}
