using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PureEdge.Weaver.Passes;

/// <summary>
/// Jint 4.18: <c>await</c> takes every promise as it is. One of a subclass is to be asked by its own <c>then</c>
/// (https://tc39.es/ecma262/#await, step 2: PromiseResolve).
/// </summary>
internal static class AwaitedPromises
{
    public static void Weave(TypeDefinition type)
    {
        var body = type.Method("EvaluateInternal").Body;
        // value is JsPromise p: stloc p; ldloc p; brfalse; ldloc p; stloc promise
        var found = body.Instructions.Where(static each => each is { OpCode.Code: Code.Isinst, Operand: TypeReference { FullName: "Jint.Native.JsPromise" } }).ToArray();
        if (found is not [{ Next: { Next.Next: { OpCode.FlowControl: FlowControl.Cond_Branch, Next: { } taken } } }] || body.Instructions.Any(static each => each.Operand is MethodReference { Name: "PromiseResolve" }))
        {
            throw new InvalidOperationException($"'{type.FullName}.EvaluateInternal' is not the one that is repaired here. See whether await calls the then of a subclass of Promise now.");
        }

        var module = type.Module;
        MethodReference Property(string of, string name) => module.GetType(of).Method("get_" + name);
        var il = body.GetILProcessor();
        Instruction[] resolve =
        [
            il.Create(OpCodes.Callvirt, Property("Jint.Native.Object.ObjectInstance", "Engine")),
            il.Create(OpCodes.Callvirt, Property("Jint.Engine", "Realm")),
            il.Create(OpCodes.Callvirt, Property("Jint.Runtime.Realm", "Intrinsics")),
            il.Create(OpCodes.Callvirt, Property("Jint.Runtime.Intrinsics", "Promise")),
            il.Create(taken.OpCode, (VariableDefinition)taken.Operand),
            il.Create(OpCodes.Callvirt, module.GetType("Jint.Native.Promise.PromiseConstructor").Methods.Single(static each => each is { Name: "PromiseResolve", Parameters.Count: 1 })),
            il.Create(OpCodes.Castclass, module.GetType("Jint.Native.JsPromise")),
        ];
        var after = taken;
        foreach (var instruction in resolve)
        {
            il.InsertAfter(after, instruction);
            after = instruction;
        }
    }
}
