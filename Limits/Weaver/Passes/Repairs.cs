using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PureEdge.Weaver.Passes;

/// <summary>
/// Faults of the interpreter that give a script wrong results and are not mended yet. When a version of it has mended one, the build fails
/// here, and the repair is deleted.
/// </summary>
internal static class Repairs
{
    public static void Weave(AssemblySet assemblies)
    {
        Repair("Jint.Native.TypedArray.Uint8ArrayPrototype", EncodeFromTheOffset);
        Repair("Jint.Native.RegExp.RegExpPrototype", RegExpStatics.Weave);
        Repair("Jint.Runtime.Interpreter.Expressions.JintAwaitExpression", AwaitedPromises.Weave);
        Repair("Jint.Runtime.Throw", errors =>
        {
            ThrowInTheTurn(errors, "TypeErrorNoEngine", assemblies.Metering.Meter("ThrowTypeError"));
            ThrowInTheTurn(errors, "SyntaxErrorNoEngine", assemblies.Metering.Meter("ThrowSyntaxError"));
        });

        // The tests weave assemblies without an interpreter.
        void Repair(string name, Action<TypeDefinition> repair)
        {
            if (assemblies.Modules.Select(module => module.GetType(name)).FirstOrDefault(static type => type is not null) is { } type)
            {
                repair(type);
            }
        }
    }

    // Jint 4.18: where no engine is at hand it throws exceptions that only the end of a statement makes errors of a script. Functions whose body is an
    // expression let them through, to reactions of promises and to the host.
    private static void ThrowInTheTurn(TypeDefinition type, string name, MethodReference inTurn)
    {
        var method = type.Methods.SingleOrDefault(method => method.Name == name && method.Parameters.Count > 0 && method.Parameters[0].ParameterType.FullName == "System.String")
            ?? throw new InvalidOperationException($"'{type.FullName}.{name}' is not there any more. See whether (() => `${{Symbol()}}`)() in a reaction of a promise rejects it now.");
        var il = method.Body.GetILProcessor();
        var first = method.Body.Instructions[0];
        il.InsertBefore(first, il.Create(OpCodes.Ldarg_0));
        il.InsertBefore(first, il.Create(OpCodes.Call, type.Module.ImportReference(inTurn)));
    }

    // Jint 4.18: toBase64() and toHex() of a view into a buffer encode the buffer from its beginning.
    private static void EncodeFromTheOffset(TypeDefinition type)
    {
        var bytes = type.Methods.Single(static method => method.Name == "GetUint8ArrayBytes").Body;
        var offset = type.Methods.Single(static method => method.Name == "SetUint8ArrayBytes").Body.Instructions
            .Select(static instruction => instruction.Operand).OfType<FieldReference>().Single(static field => field.Name == "_byteOffset");
        var start = bytes.Instructions.Where(static instruction => instruction.OpCode.Code == Code.Ldc_I4_0).ToArray();
        if (start.Length != 1 || bytes.Instructions.Any(instruction => instruction.Operand is FieldReference { Name: "_byteOffset" }))
        {
            throw new InvalidOperationException($"'{type.FullName}.GetUint8ArrayBytes' is not the one that is repaired here. See whether toBase64() of a subarray is right now.");
        }

        var il = bytes.GetILProcessor();
        il.InsertAfter(start[0], il.Create(OpCodes.Ldfld, offset));
        il.Replace(start[0], il.Create(OpCodes.Ldarg_1));
    }
}
