using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PureEdge.Weaver.Passes;

/// <summary>
/// Where the interpreter counts the statements of a script, its engine's meter counts them. The meter lies in a field of the
/// engine, so that a statement looks for no thread-static field; and no constraint takes part, so that Jint keeps its fast loops,
/// which it has only where no constraint wants to be asked at each statement.
/// </summary>
internal static class StatementCharges
{
    public const string MeterField = "_meter";

    private const string Engine = "Jint.Engine";
    private const string Context = "Jint.Runtime.Interpreter.EvaluationContext";

    // A statement passes exactly one of these. The first is Jint's own rule: whatever leaves out the others must call it.
    private static readonly (string Type, string Method)[] Places =
        [(Context, "ChargeStatement"), (Engine, "RunPerStatementChecks"), (Engine, "RunBeforeExecuteStatementChecks")];

    /// <summary>Weaves the interpreter, if it is among the assemblies.</summary>
    /// <exception cref="InvalidOperationException">The interpreter has no such method, or two of them.</exception>
    public static void Weave(AssemblySet assemblies)
    {
        if (Find(assemblies, Engine) is not { } engine)
        {
            return;
        }

        var module = engine.Module;
        var meter = new FieldDefinition(MeterField, FieldAttributes.Assembly, module.ImportReference(assemblies.Metering.Type("MeterState")));
        engine.Fields.Add(meter);
        foreach (var method in MethodsOf(assemblies))
        {
            Instruction[] ofContext = method.DeclaringType == engine ? [] : [Instruction.Create(OpCodes.Ldfld, EngineOf(method.DeclaringType))];
            method.Body.InsertAtStart(
            [
                Instruction.Create(OpCodes.Ldarg_0),
                .. ofContext,
                Instruction.Create(OpCodes.Ldfld, meter),
                Instruction.Create(OpCodes.Call, module.ImportReference(assemblies.Metering.Meter("Statement"))),
            ]);
        }
    }

    /// <summary>Those of the methods that a statement passes uncounted.</summary>
    public static IEnumerable<MethodDefinition> Uncounted(AssemblySet assemblies) =>
        MethodsOf(assemblies).Where(static method => !method.Body.Instructions.Any(
            static instruction => instruction is { OpCode.Code: Code.Call, Operand: MethodReference { Name: "Statement", DeclaringType.Name: "Meter" } }));

    private static IEnumerable<MethodDefinition> MethodsOf(AssemblySet assemblies) =>
        Find(assemblies, Engine) is null
            ? []
            : Places.Select(place => Find(assemblies, place.Type)?.Methods.SingleOrDefault(method => method.Name == place.Method)
                ?? throw new InvalidOperationException($"'{place.Type}' has no method '{place.Method}' that statements pass: review where the interpreter counts them now."));

    /// <summary>What the interpreter hands from node to node; it knows the engine. <see langword="null"/> without the interpreter.</summary>
    public static TypeDefinition? EvaluationContext(AssemblySet assemblies) => Find(assemblies, Context);

    public static FieldDefinition EngineOf(TypeDefinition context) => context.Fields.Single(static field => field.FieldType.FullName == Engine);

    private static TypeDefinition? Find(AssemblySet assemblies, string type) =>
        assemblies.Modules.Select(module => module.GetType(type)).FirstOrDefault(static found => found is not null);
}
