using Mono.Cecil.Cil;

namespace PureEdge.Weaver;

/// <summary>Inserting instructions so that branches and handler bounds keep their meaning.</summary>
internal static class BodyEditing
{
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
