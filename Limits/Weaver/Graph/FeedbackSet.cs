using Mono.Cecil;

namespace PureEdge.Weaver.Graph;

/// <summary>
/// A set of methods that meets every cycle of the call graph: when these look at the stack, no recursion escapes. A method is
/// left out as long as those left out close no cycle, the hottest first: so the probes lie where programs pass least often.
/// </summary>
internal static class FeedbackSet
{
    public static HashSet<MethodDefinition> Find(CallGraph graph, HotMethods hot)
    {
        var onCycle = Cycles.Find(graph, new HashSet<MethodDefinition>()).SelectMany(component => component).ToHashSet();
        var methods = graph.Methods.Where(onCycle.Contains).ToList();
        var number = methods.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var open = new AcyclicSet([.. methods.Select(method => graph.Callees(method).Where(onCycle.Contains).Select(callee => number[callee]).ToArray())]);

        // Among methods of which nothing is known, a probe weighs least in a large one.
        return methods.OrderBy(hot.Rank).ThenBy(method => method.Body.Instructions.Count).Where(method => !open.TryAdd(number[method])).ToHashSet();
    }
}
