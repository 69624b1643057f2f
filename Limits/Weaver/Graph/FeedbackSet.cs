using Mono.Cecil;

namespace PureEdge.Weaver.Graph;

/// <summary>
/// A set of methods that meets every cycle of the call graph: when these look at the stack, no recursion escapes. Small and off
/// the hot paths: probing every method on a cycle costs a quarter of the speed, probing these costs nothing measurable.
/// </summary>
internal static class FeedbackSet
{
    // Shorter methods run too often for a probe.
    private const int ShortMethod = 12;

    public static HashSet<MethodDefinition> Find(CallGraph graph)
    {
        var onCycle = Cycles.Find(graph, new HashSet<MethodDefinition>()).SelectMany(component => component).ToHashSet();
        var ordered = graph.Methods.Where(onCycle.Contains).ToList();

        // Where scripts and built-ins call each other: entering there closes cycles on methods that do much anyway.
        var found = ordered.Where(method => !IsHot(method) && IsDoor(method)).ToHashSet();
        var state = new Dictionary<MethodDefinition, bool>();
        foreach (var method in found)
        {
            state[method] = true;
        }

        // The target of each edge back to an open method, in depth-first order, starting at large methods that are not hot.
        foreach (var root in ordered.OrderBy(IsHot).ThenByDescending(method => method.Body.Instructions.Count))
        {
            if (state.ContainsKey(root))
            {
                continue;
            }

            var work = new Stack<(MethodDefinition Method, int Next)>();
            state[root] = false;
            work.Push((root, 0));
            while (work.TryPop(out var frame))
            {
                var (method, next) = frame;
                var callees = graph.Callees(method);
                if (next == callees.Count)
                {
                    state[method] = true;
                    continue;
                }

                work.Push((method, next + 1));
                var callee = callees[next];
                if (!onCycle.Contains(callee))
                {
                    continue;
                }

                if (!state.TryGetValue(callee, out var isClosed))
                {
                    state[callee] = false;
                    work.Push((callee, 0));
                }
                else if (!isClosed)
                {
                    found.Add(callee);
                }
            }
        }

        return found;
    }

    private static bool IsDoor(MethodDefinition method) =>
        method.Name is "Call" or "Construct" || method.Name.StartsWith("Execute", StringComparison.Ordinal)
        || (method.DeclaringType.FullName == "Jint.Native.JsProxy" && method.IsVirtual);

    private static bool IsHot(MethodDefinition method)
    {
        var space = method.DeclaringType.OuterNamespace();
        return space.StartsWith("Jint.Runtime", StringComparison.Ordinal) || space == "Jint.Collections" || method.Body.Instructions.Count < ShortMethod;
    }
}
