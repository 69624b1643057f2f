using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PureEdge.Weaver;

/// <summary>Finding what is edited, and inserting instructions so that branches and handler bounds keep their meaning.</summary>
internal static class BodyEditing
{
    /// <summary>The only method of that name.</summary>
    public static MethodDefinition Method(this TypeDefinition type, string name) => type.Methods.Single(method => method.Name == name);

    /// <summary>Whether an instruction loads a local or its address.</summary>
    public static bool Loads(this Instruction instruction, VariableDefinition variable) => instruction.OpCode.Code switch
    {
        Code.Ldloc_0 => variable.Index == 0,
        Code.Ldloc_1 => variable.Index == 1,
        Code.Ldloc_2 => variable.Index == 2,
        Code.Ldloc_3 => variable.Index == 3,
        Code.Ldloc or Code.Ldloc_S or Code.Ldloca or Code.Ldloca_S => instruction.Operand == variable,
        _ => false,
    };

    /// <summary>Inserts before an instruction, so that whatever jumped to it now runs the new ones first.</summary>
    public static void InsertBeforeTarget(this MethodBody body, Instruction target, params Instruction[] added)
    {
        var il = body.GetILProcessor();
        foreach (var instruction in added)
        {
            il.InsertBefore(target, instruction);
        }

        body.Redirect(target, added[0], except: added);
    }

    public static void InsertAtStart(this MethodBody body, params Instruction[] added)
    {
        var il = body.GetILProcessor();
        var first = body.Instructions[0];
        foreach (var instruction in added)
        {
            il.InsertBefore(first, instruction);
        }
    }

    private static void Redirect(this MethodBody body, Instruction from, Instruction to, Instruction[] except)
    {
        foreach (var instruction in body.Instructions)
        {
            if (instruction.Operand == from && !except.Contains(instruction))
            {
                instruction.Operand = to;
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                for (var i = 0; i < targets.Length; i++)
                {
                    targets[i] = targets[i] == from ? to : targets[i];
                }
            }
        }

        foreach (var handler in body.ExceptionHandlers)
        {
            handler.TryStart = handler.TryStart == from ? to : handler.TryStart;
            handler.TryEnd = handler.TryEnd == from ? to : handler.TryEnd;
            handler.HandlerStart = handler.HandlerStart == from ? to : handler.HandlerStart;
            handler.HandlerEnd = handler.HandlerEnd == from ? to : handler.HandlerEnd;
            handler.FilterStart = handler.FilterStart == from ? to : handler.FilterStart;
        }
    }
}
