using PureEdge.Engine.Modules;
using PureEdge.Limits;

namespace PureEdge.Engine.Scripts;

/// <summary>Holds what a worker is made of against its limits, before anything of it runs.</summary>
internal static class BundleLimits
{
    /// <summary>The longest name of a module, in characters: it stands in every frame of a stack.</summary>
    public const int MaxModuleName = 1_024;

    /// <summary>What can be said before parsing.</summary>
    /// <exception cref="WorkerLoadException">The worker has more of something than it may; the failure says of what.</exception>
    public static void CheckSource(WorkerBundle bundle, ExecutionLimits limits)
    {
        Check(bundle.Modules.Count, limits.Modules, "modules", nameof(limits.Modules));
        Check(bundle.Modules.Sum(static m => (long)m.Content.Length), limits.SourceBytes, "bytes of source", nameof(limits.SourceBytes));
        if (bundle.Modules.FirstOrDefault(static m => m.Name.Length > MaxModuleName) is { } module)
        {
            throw Failed($"The module name '{module.Name[..64]}...' has {module.Name.Length} characters; at most {MaxModuleName} are allowed.");
        }
    }

    /// <summary>What the parsed code shows.</summary>
    /// <exception cref="WorkerLoadException">The worker has more of something than it may; the failure says of what.</exception>
    public static void CheckSyntax(string main, IReadOnlyDictionary<string, PreparedModule> modules, ExecutionLimits limits)
    {
        var code = modules.Values.Where(static m => m.Code is not null).Select(static m => m.Code!.Summary).ToArray();
        Check(code.Sum(static s => (long)s.Nodes), limits.SyntaxNodes, "syntax nodes", nameof(limits.SyntaxNodes));
        Check(code.Max(static s => s.Depth), limits.SyntaxDepth, "levels of nested syntax", nameof(limits.SyntaxDepth));
        Check(code.Sum(static s => (long)s.Declarations), limits.Declarations, "declared names", nameof(limits.Declarations));
        Check(code.Sum(static s => (long)s.Imports.Count + s.DynamicImports), limits.ModuleImports, "imports", nameof(limits.ModuleImports));
        Check(DepthOf(main, modules), limits.ModuleDepth, "modules that import each other in a chain", nameof(limits.ModuleDepth));
    }

    /// <summary>
    /// How deep the linker will be in modules: it follows the imports depth first, in their order, and enters each module once. Those
    /// that only <c>import(...)</c> may reach are looked at after.
    /// </summary>
    public static int DepthOf(string main, IReadOnlyDictionary<string, PreparedModule> modules)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var path = new Stack<(string Name, int Next)>();
        var depth = 0;
        foreach (var root in modules.Keys.Order(StringComparer.Ordinal).Prepend(main))
        {
            Enter(root);
            while (path.TryPop(out var at))
            {
                var imports = modules[at.Name].Code?.Summary.Imports ?? [];
                if (at.Next < imports.Count)
                {
                    path.Push((at.Name, at.Next + 1));
                    Enter(ModulePath.Resolve(at.Name, imports[at.Next]));
                }
            }
        }

        return depth;

        void Enter(string name)
        {
            if (modules.ContainsKey(name) && seen.Add(name))
            {
                path.Push((name, 0));
                depth = Math.Max(depth, path.Count);
            }
        }
    }

    private static void Check(long value, int most, string what, string limit)
    {
        if (value > most)
        {
            throw Failed($"The worker has {value} {what}; at most {most} are allowed (limit '{limit}').");
        }
    }

    private static WorkerLoadException Failed(string message) => new(new(WorkerOutcome.Exception, message));
}
