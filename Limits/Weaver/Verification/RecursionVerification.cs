using PureEdge.Weaver.Graph;
using PureEdge.Weaver.Passes;

namespace PureEdge.Weaver.Verification;

/// <summary>Without the methods that look at the stack, nothing can call itself.</summary>
internal static class RecursionVerification
{
    public static IEnumerable<string> Problems(AssemblySet assemblies)
    {
        var probed = assemblies.Methods.Where(EntryProbes.HasProbe).ToHashSet();
        return from cycle in Cycles.Find(new CallGraph(assemblies), probed)
               let names = cycle.Select(method => method.NameOf()).Take(3)
               select $"{cycle.Count} methods may call each other without a look at the stack: '{string.Join("', '", names)}'{(cycle.Count > 3 ? ", ..." : "")}.";
    }
}
