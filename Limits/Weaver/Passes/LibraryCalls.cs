using Mono.Cecil;
using Mono.Cecil.Cil;
using PureEdge.Weaver.Review;

namespace PureEdge.Weaver.Passes;

/// <summary>Calls of costly library members go to the wrappers of the meter, which charge before the work.</summary>
internal static class LibraryCalls
{
    public static int Weave(MethodDefinition method, AssemblySet assemblies, ReviewedCalls reviewed)
    {
        var count = 0;
        foreach (var instruction in method.Body.Instructions.ToList())
        {
            if (LibraryReference.Of(assemblies, instruction) is { } reference
                && !ReviewedCalls.IsFree(reviewed[reference.Name])
                && assemblies.Metering.Wrapper(reference) is { } wrapper)
            {
                Redirect(method, instruction, wrapper, assemblies.Metering);
                count++;
            }
        }

        return count;
    }

    private static void Redirect(MethodDefinition method, Instruction instruction, MethodDefinition wrapper, MeteringMembers metering)
    {
        var reference = (MethodReference)instruction.Operand;
        var generic = new GenericInstanceMethod(method.Module.ImportReference(wrapper));
        if (instruction.Previous is { OpCode.Code: Code.Constrained } constrained)
        {
            AddArguments(generic, (TypeReference)constrained.Operand);
            constrained.OpCode = OpCodes.Nop;
            constrained.Operand = null;
        }
        else
        {
            AddArguments(generic, reference.DeclaringType);
        }

        foreach (var argument in reference is GenericInstanceMethod instance ? instance.GenericArguments : [])
        {
            generic.GenericArguments.Add(argument);
        }

        generic.GenericArguments.Add(method.Module.ImportReference(metering.Type(method.IsBilled() ? "Billed" : "Unbilled")));
        instruction.OpCode = instruction.OpCode.Code == Code.Ldftn ? OpCodes.Ldftn : OpCodes.Call;
        instruction.Operand = generic;
    }

    private static void AddArguments(GenericInstanceMethod method, TypeReference type)
    {
        foreach (var argument in type is GenericInstanceType instance ? instance.GenericArguments : [])
        {
            method.GenericArguments.Add(argument);
        }
    }
}
