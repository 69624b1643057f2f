using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PureEdge.Weaver.Passes;

/// <summary>Every loop counts its iterations in a local and charges them 64 at a time.</summary>
internal static class LoopProbes
{
    public const int Block = 64;

    /// <summary>Where the loops of a method begin: the targets of backward branches.</summary>
    public static IReadOnlyList<Instruction> HeadsOf(MethodBody body)
    {
        var position = new Dictionary<Instruction, int>();
        foreach (var instruction in body.Instructions)
        {
            position[instruction] = position.Count;
        }

        return [..
            from instruction in body.Instructions
            from target in instruction.Operand switch { Instruction one => [one], Instruction[] many => many, _ => Array.Empty<Instruction>() }
            where position[target] <= position[instruction]
            group target by target into targets
            orderby position[targets.Key]
            select targets.Key];
    }

    public static int Weave(MethodDefinition method, MeteringMembers metering)
    {
        var body = method.Body;
        var heads = HeadsOf(body);
        if (heads.Count == 0)
        {
            return 0;
        }

        var module = method.Module;
        var counter = new VariableDefinition(module.TypeSystem.Int32);
        body.Variables.Add(counter);
        var charge = module.ImportReference(metering.Meter(method.IsBilled() ? "Loop64Billed" : "Loop64"));
        foreach (var head in heads)
        {
            body.InsertBeforeTarget(
                head,
                Instruction.Create(OpCodes.Ldloc, counter),
                Instruction.Create(OpCodes.Ldc_I4, 1),
                Instruction.Create(OpCodes.Add),
                Instruction.Create(OpCodes.Dup),
                Instruction.Create(OpCodes.Stloc, counter),
                Instruction.Create(OpCodes.Ldc_I4, Block - 1),
                Instruction.Create(OpCodes.And),
                Instruction.Create(OpCodes.Brtrue, head),
                Instruction.Create(OpCodes.Call, charge));
        }

        body.InsertAtStart(Instruction.Create(OpCodes.Ldc_I4, 0), Instruction.Create(OpCodes.Stloc, counter));
        return heads.Count;
    }

    /// <summary>Whether a loop's head is a probe.</summary>
    public static bool IsProbe(Instruction head)
    {
        var i = head;
        foreach (var code in new[] { Code.Ldloc, Code.Ldc_I4, Code.Add, Code.Dup, Code.Stloc, Code.Ldc_I4, Code.And, Code.Brtrue, Code.Call })
        {
            if (i?.OpCode.Code != code)
            {
                return false;
            }

            i = i.Next;
        }

        var loads = (VariableDefinition)head.Operand;
        var call = (MethodReference)i!.Previous.Operand;
        return head.Next.Next.Next.Next.Operand == loads && call.DeclaringType.Name == "Meter" && call.Name is "Loop64" or "Loop64Billed";
    }
}
