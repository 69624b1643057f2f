using Mono.Cecil;
using Mono.Cecil.Cil;
using PureEdge.Weaver.Graph;

namespace PureEdge.Weaver.Passes;

/// <summary>Methods that close the cycles of the call graph look at the stack first; these and comparisons of keys are counted.</summary>
internal static class EntryProbes
{
    public static int Weave(CallGraph graph, HotMethods hot, MeteringMembers metering)
    {
        var methods = FeedbackSet.Find(graph, hot);
        methods.UnionWith(KeyComparisons.Find(graph.Methods));
        foreach (var method in methods)
        {
            method.Body.InsertAtStart(Instruction.Create(OpCodes.Call, method.Module.ImportReference(metering.Meter("Enter"))));
        }

        return methods.Count;
    }

    public static bool HasProbe(MethodDefinition method) =>
        method.Body.Instructions.Take(2).Any(static instruction => instruction is { OpCode.Code: Code.Call, Operand: MethodReference { Name: "Enter", DeclaringType.Name: "Meter" } });
}
