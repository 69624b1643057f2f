using Mono.Cecil;
using Mono.Cecil.Cil;
using PureEdge.Weaver.Graph;

namespace PureEdge.Weaver.Passes;

/// <summary>
/// Methods that close the cycles of the call graph look at the stack first; these and comparisons of keys are counted. Methods that
/// evaluate a part of a script are given the engine, and find the meter there: that costs less than a thread-static field.
/// </summary>
internal static class EntryProbes
{
    private const string MeterOf = "MeterOf";

    public static int Weave(AssemblySet assemblies, CallGraph graph, HotMethods hot)
    {
        var methods = FeedbackSet.Find(graph, hot);
        methods.UnionWith(KeyComparisons.Find(graph.Methods));
        var metering = assemblies.Metering;
        var meterOf = StatementCharges.EvaluationContext(assemblies) is { } context ? AddMeterOf(context, metering) : null;
        foreach (var method in methods)
        {
            if (method.Parameters.FirstOrDefault(parameter => meterOf is not null && parameter.ParameterType == meterOf.DeclaringType) is { } evaluation)
            {
                method.Body.InsertAtStart(
                    Instruction.Create(OpCodes.Ldarg, evaluation),
                    Instruction.Create(OpCodes.Call, meterOf),
                    Instruction.Create(OpCodes.Call, method.Module.ImportReference(metering.Meter("EnterEvaluation"))));
            }
            else
            {
                method.Body.InsertAtStart(Instruction.Create(OpCodes.Call, method.Module.ImportReference(metering.Meter("Enter"))));
            }
        }

        return methods.Count;
    }

    public static bool HasProbe(MethodDefinition method)
    {
        var start = method.Body.Instructions.Take(3).ToList();
        return start.Take(2).Any(static instruction => Calls(instruction, "Enter"))
            || (start is [{ OpCode.Code: Code.Ldarg }, { OpCode.Code: Code.Call, Operand: MethodReference { Name: MeterOf } }, { } enter] && Calls(enter, "EnterEvaluation"));
    }

    private static bool Calls(Instruction instruction, string name) =>
        instruction is { OpCode.Code: Code.Call, Operand: MethodReference { DeclaringType.Name: "Meter" } called } && called.Name == name;

    // The meter of the engine in a context; contexts of constant expressions have no engine.
    private static MethodDefinition AddMeterOf(TypeDefinition context, MeteringMembers metering)
    {
        var module = context.Module;
        var engine = StatementCharges.EngineOf(context);
        var method = new MethodDefinition(MeterOf, MethodAttributes.Assembly | MethodAttributes.Static | MethodAttributes.HideBySig, module.ImportReference(metering.Type("MeterState")))
        {
            AggressiveInlining = true,
            Parameters = { new ParameterDefinition(context) },
        };
        var il = method.Body.GetILProcessor();
        var hasEngine = il.Create(OpCodes.Ldfld, engine.FieldType.Resolve().Fields.Single(static field => field.Name == StatementCharges.MeterField));
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, engine);
        il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Brtrue, hasEngine);
        il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Ldnull);
        il.Emit(OpCodes.Ret);
        il.Append(hasEngine);
        il.Emit(OpCodes.Ret);
        context.Methods.Add(method);
        return method;
    }
}
