using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PureEdge.Weaver.Passes;

/// <summary>An array whose length is not a constant is charged before it is made.</summary>
internal static class ArrayLengths
{
    public static int Weave(MethodDefinition method, MeteringMembers metering)
    {
        var body = method.Body;
        var count = 0;
        foreach (var instruction in body.Instructions.Where(instruction => instruction.OpCode.Code == Code.Newarr && !HasConstantLength(instruction)).ToList())
        {
            var name = IsNative(instruction.Previous) ? "NativeArrayLength" : "ArrayLength";
            var charge = new GenericInstanceMethod(method.Module.ImportReference(metering.Meter(name)));
            charge.GenericArguments.Add((TypeReference)instruction.Operand);
            charge.GenericArguments.Add(method.Module.ImportReference(metering.Type(method.IsBilled() ? "Billed" : "Unbilled")));
            body.InsertBeforeTarget(instruction, Instruction.Create(OpCodes.Call, charge));
            count++;
        }

        return count;
    }

    /// <summary>Whether an array's length is a constant, or was charged.</summary>
    public static bool IsMetered(Instruction newArray) =>
        HasConstantLength(newArray)
        || newArray.Previous?.Operand is MethodReference { Name: "ArrayLength" or "NativeArrayLength", DeclaringType.Name: "Meter" };

    private static bool HasConstantLength(Instruction newArray) => newArray.Previous?.OpCode.Code == Code.Ldc_I4;

    private static bool IsNative(Instruction? length) => length?.OpCode.Code is
        Code.Conv_I or Code.Conv_U or Code.Conv_Ovf_I or Code.Conv_Ovf_U or Code.Conv_Ovf_I_Un or Code.Conv_Ovf_U_Un;
}
