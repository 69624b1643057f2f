using Mono.Cecil.Rocks;
using PureEdge.Weaver.Graph;
using PureEdge.Weaver.Passes;
using PureEdge.Weaver.Review;

namespace PureEdge.Weaver;

/// <summary>All passes, in their order.</summary>
internal sealed class Weaving(AssemblySet assemblies, ReviewedCalls reviewed)
{
    /// <returns>What was woven, for the build's log.</returns>
    public string Run()
    {
        var metering = assemblies.Metering;
        int loops = 0, calls = 0, arrays = 0, handlers = 0;

        Repairs.Weave(assemblies);
        assemblies.ListMethods();
        TextHashes.Weave(assemblies);

        // Before anything calls the meter, which is not part of the graph's question.
        var graph = new CallGraph(assemblies);
        foreach (var method in assemblies.Methods)
        {
            method.Body.SimplifyMacros();
            calls += LibraryCalls.Weave(method, assemblies, reviewed);
            arrays += ArrayLengths.Weave(method, metering);
            loops += LoopProbes.Weave(method, metering);
        }

        StatementCharges.Weave(assemblies);
        SharedNames.Weave(assemblies);
        var entries = EntryProbes.Weave(assemblies, graph, HotMethods.Read());
        var suspensions = Suspensions.Weave(assemblies);
        foreach (var method in assemblies.Methods)
        {
            handlers += CatchFilters.Weave(method.Body, metering);
        }

        var tables = assemblies.Modules.Sum(module => WeakTables.Weave(module, metering));
        foreach (var method in assemblies.Methods)
        {
            method.Body.OptimizeMacros();
        }

        Renaming.Weave(assemblies);
        return $"woven: {assemblies.Methods.Count} methods, {loops} loops, {entries} entries of recursion, {calls} library calls, {arrays} arrays, "
            + $"{handlers} handlers, {suspensions} initialisers, {tables} references to weak tables";
    }
}
