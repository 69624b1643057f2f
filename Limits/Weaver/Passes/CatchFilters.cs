using Mono.Cecil.Cil;

namespace PureEdge.Weaver.Passes;

/// <summary>
/// A kill runs no catch block: each becomes a filter that declines while the meter is dead, and each filter declines before it
/// looks. So nothing of the interpreter can swallow a kill, turn it into an error of the language, or run on after it. And a handler
/// begins by charging what was unwound to get there: a throw through many levels takes longer than all the statements around it.
/// </summary>
internal static class CatchFilters
{
    public static int Weave(MethodBody body, MeteringMembers metering)
    {
        var count = 0;
        foreach (var handler in body.ExceptionHandlers.Where(handler => handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter).ToList())
        {
            var unwinding = Instruction.Create(OpCodes.Call, body.Method.Module.ImportReference(metering.Meter("Unwinding")));
            if (handler.HandlerType == ExceptionHandlerType.Catch)
            {
                MakeFilter(body, handler, unwinding);
            }
            else
            {
                ExtendFilter(body, handler, unwinding);
            }

            ChargeUnwinding(body, handler, metering);
            count++;
        }

        return count;
    }

    /// <summary>Whether a handler that catches declines first while the meter is dead.</summary>
    public static bool Declines(ExceptionHandler handler) => CatchesNothing(handler) || IsCallOf(handler.FilterStart, "Unwinding");

    /// <summary>Whether a handler that catches charges the unwinding first.</summary>
    public static bool Charges(ExceptionHandler handler) => CatchesNothing(handler) || IsCallOf(handler.HandlerStart, "Caught");

    private static bool CatchesNothing(ExceptionHandler handler) => handler.HandlerType is ExceptionHandlerType.Finally or ExceptionHandlerType.Fault;

    private static bool IsCallOf(Instruction? instruction, string name) =>
        instruction is { OpCode.Code: Code.Call, Operand: Mono.Cecil.MethodReference { DeclaringType.Name: "Meter" } called } && called.Name == name;

    // The exception stays on the stack for what follows.
    private static void ChargeUnwinding(MethodBody body, ExceptionHandler handler, MeteringMembers metering)
    {
        var caught = Instruction.Create(OpCodes.Call, body.Method.Module.ImportReference(metering.Meter("Caught")));
        body.GetILProcessor().InsertBefore(handler.HandlerStart, caught);
        handler.HandlerStart = caught;
    }

    private static void MakeFilter(MethodBody body, ExceptionHandler handler, Instruction unwinding)
    {
        // exception => !Unwinding() && exception is T
        var il = body.GetILProcessor();
        var start = handler.HandlerStart;
        var decide = Instruction.Create(OpCodes.Isinst, handler.CatchType);
        var end = Instruction.Create(OpCodes.Endfilter);
        Instruction[] filter =
        [
            unwinding,
            Instruction.Create(OpCodes.Brfalse, decide),
            Instruction.Create(OpCodes.Pop),
            Instruction.Create(OpCodes.Ldc_I4, 0),
            Instruction.Create(OpCodes.Br, end),
            decide,
            Instruction.Create(OpCodes.Ldnull),
            Instruction.Create(OpCodes.Cgt_Un),
            end,
        ];
        Insert(body, handler, start, filter);

        // A filter's handler finds an object on the stack, not a T.
        var cast = Instruction.Create(OpCodes.Castclass, handler.CatchType);
        il.InsertBefore(start, cast);
        handler.HandlerStart = cast;
        handler.FilterStart = unwinding;
        handler.HandlerType = ExceptionHandlerType.Filter;
        handler.CatchType = null;
    }

    private static void ExtendFilter(MethodBody body, ExceptionHandler handler, Instruction unwinding)
    {
        var start = handler.FilterStart;
        var end = handler.HandlerStart.Previous;
        Insert(
            body,
            handler,
            start,
            [unwinding, Instruction.Create(OpCodes.Brfalse, start), Instruction.Create(OpCodes.Pop), Instruction.Create(OpCodes.Ldc_I4, 0), Instruction.Create(OpCodes.Br, end)]);
        handler.FilterStart = unwinding;
    }

    // What ended where the filter begins now ends before the new instructions.
    private static void Insert(MethodBody body, ExceptionHandler handler, Instruction before, Instruction[] added)
    {
        var il = body.GetILProcessor();
        foreach (var instruction in added)
        {
            il.InsertBefore(before, instruction);
        }

        foreach (var other in body.ExceptionHandlers)
        {
            other.TryEnd = other.TryEnd == before ? added[0] : other.TryEnd;
            other.HandlerEnd = other != handler && other.HandlerEnd == before ? added[0] : other.HandlerEnd;
        }
    }
}
