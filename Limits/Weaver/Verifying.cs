using Mono.Cecil.Rocks;
using PureEdge.Weaver.Graph;
using PureEdge.Weaver.Passes;
using PureEdge.Weaver.Review;
using PureEdge.Weaver.Verification;

namespace PureEdge.Weaver;

/// <summary>Reads what was written and looks for anything that escapes the meter; the passes are not believed.</summary>
internal static class Verifying
{
    public static List<string> Run(AssemblySet woven, WeaverArguments arguments, ReviewedCalls reviewed)
    {
        using var written = AssemblySet.Read(woven.Modules.Select(module => Path.Combine(arguments.Output, module.Name)), arguments.Metering);
        return [.. Problems(written, reviewed)];
    }

    public static IEnumerable<string> Problems(AssemblySet written, ReviewedCalls reviewed)
    {
        foreach (var method in written.Methods)
        {
            method.Body.SimplifyMacros();
        }

        return written.Methods.SelectMany(method => MethodVerification.Problems(method, written, reviewed))
            .Concat(StatementCharges.Uncounted(written).Select(method => $"'{method.NameOf()}' lets statements pass that no meter counts."))
            .Concat(SharedNames.Leaks(written).Select(method => $"'{method.NameOf()}' puts names of a source into a table of the process."))
            .Concat(KeyComparisons.Find(written.Methods).Where(method => !EntryProbes.HasProbe(method)).Select(method => $"'{method.NameOf()}' compares keys and is not counted."))
            .Concat(RecursionVerification.Problems(written));
    }
}
