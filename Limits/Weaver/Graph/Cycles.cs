using Mono.Cecil;

namespace PureEdge.Weaver.Graph;

/// <summary>The strongly connected components of the call graph that hold a cycle (Tarjan, without recursion).</summary>
internal static class Cycles
{
    /// <summary>Every method on a cycle; methods in <paramref name="cut"/> count as absent.</summary>
    public static List<List<MethodDefinition>> Find(CallGraph graph, IReadOnlySet<MethodDefinition> cut)
    {
        var index = new Dictionary<MethodDefinition, int>();
        var low = new Dictionary<MethodDefinition, int>();
        var open = new HashSet<MethodDefinition>();
        var stack = new Stack<MethodDefinition>();
        var found = new List<List<MethodDefinition>>();
        foreach (var root in graph.Methods.Where(method => !cut.Contains(method)))
        {
            if (index.ContainsKey(root))
            {
                continue;
            }

            var work = new Stack<(MethodDefinition Method, int Next)>();
            Open(root);
            work.Push((root, 0));
            while (work.TryPop(out var frame))
            {
                var (method, next) = frame;
                var callees = graph.Callees(method);
                if (next < callees.Count)
                {
                    work.Push((method, next + 1));
                    var callee = callees[next];
                    if (cut.Contains(callee))
                    {
                        continue;
                    }

                    if (!index.TryGetValue(callee, out var reached))
                    {
                        Open(callee);
                        work.Push((callee, 0));
                    }
                    else if (open.Contains(callee))
                    {
                        low[method] = Math.Min(low[method], reached);
                    }

                    continue;
                }

                if (work.TryPeek(out var caller))
                {
                    low[caller.Method] = Math.Min(low[caller.Method], low[method]);
                }

                if (low[method] == index[method])
                {
                    Close(method);
                }
            }
        }

        return found;

        void Open(MethodDefinition method)
        {
            index[method] = low[method] = index.Count;
            stack.Push(method);
            open.Add(method);
        }

        void Close(MethodDefinition root)
        {
            var component = new List<MethodDefinition>();
            MethodDefinition method;
            do
            {
                method = stack.Pop();
                open.Remove(method);
                component.Add(method);
            }
            while (method != root);

            if (component.Count > 1 || graph.Callees(root).Contains(root))
            {
                found.Add(component);
            }
        }
    }
}
