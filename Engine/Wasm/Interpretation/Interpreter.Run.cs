using System.Runtime.CompilerServices;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.Interpretation;

internal static partial class Interpreter
{
    /// <summary>Runs a function from a place of its code on, until it returns or ends with a call, which the stack then names.</summary>
    /// <param name="start">Where the frame begins.</param>
    /// <param name="top">Behind the operands.</param>
    /// <param name="at">Where to begin; then the place of the last instruction that may have thrown an exception of programs.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run(FunctionCode function, InstanceState instance, SlotStack slots, int start, int top, ref int at)
    {
        var code = function.Code;
        var store = instance.Store;
        var s = slots.Numbers;
        var r = slots.References;
        var memory = instance.Memory?.Bytes ?? [];
        var fuel = store.Fuel;
        var pc = at;
        while (true)
        {
            var op = code[pc];
            switch (op)
            {
                case Op.Unreachable:
                    store.Fuel = fuel;
                    Traps.Unreachable(instance, function.Index);
                    break;
                case Op.Charge:
                    if ((fuel -= code[pc + 1]) < 0)
                    {
                        store.Fuel = fuel;
                        WasmStore.Refill(store);
                        fuel = store.Fuel;
                    }

                    pc += 2;
                    break;
                case Op.ChargeStore:
                    store.Fuel = fuel - code[pc + 1];
                    if (store.Fuel < 0)
                    {
                        WasmStore.Refill(store);
                    }

                    fuel = store.Fuel;
                    pc += 2;
                    break;
                case Op.Count:
                    fuel -= code[pc + 1];
                    if (code[pc + 2] != 0)
                    {
                        store.Fuel = fuel;
                    }

                    pc += 3;
                    break;
                case Op.Jump:
                    pc = code[pc + 1];
                    break;
                case Op.JumpIfZero:
                    pc = (int)s[--top] == 0 ? code[pc + 1] : pc + 2;
                    break;
                case Op.JumpIf:
                    pc = (int)s[--top] != 0 ? code[pc + 1] : pc + 2;
                    break;
                case Op.BranchIf:
                    if ((int)s[--top] == 0)
                    {
                        pc += 4;
                        break;
                    }

                    goto case Op.Branch;
                case Op.Branch:
                    top = Move(function, slots, top, code[pc + 2], start + code[pc + 3]);
                    pc = code[pc + 1];
                    break;
                case Op.BranchTable:
                    pc += 2 + (3 * (int)Math.Min((uint)s[--top], (uint)code[pc + 1]));
                    top = Move(function, slots, top, code[pc + 1], start + code[pc + 2]);
                    pc = code[pc];
                    break;
                case Op.Return:
                    store.Fuel = fuel;
                    Move(function, slots, top, function.ResultSlots, start);
                    return;
                case Op.Call:
                {
                    at = pc;
                    store.Fuel = fuel;
                    var callee = Code(instance, code[pc + 1]);
                    top -= callee.ParameterSlots;
                    Execute(callee, instance, slots, top);
                    top += callee.ResultSlots;
                    pc += 2;
                    s = slots.Numbers;
                    r = slots.References;
                    memory = instance.Memory?.Bytes ?? [];
                    fuel = store.Fuel;
                    break;
                }

                case Op.CallImport or Op.CallIndirect:
                {
                    at = pc;
                    var callee = op == Op.CallImport
                        ? instance.Imports[code[pc + 1]]
                        : TableOperations.Callee((int)s[--top], instance.Tables[code[pc + 2]], instance.Definition.Types[code[pc + 1]].Id, instance, function.Index);
                    store.Fuel = fuel;
                    if (op == Op.CallImport)
                    {
                        instance.Calling = InstanceState.CallOf(code[pc + 1], function.Index);
                    }

                    top -= FunctionCode.Slots(callee.Type.ParameterArray);
                    Call(callee, slots, top);
                    top += FunctionCode.Slots(callee.Type.ResultArray);
                    pc += op == Op.CallImport ? 2 : 3;
                    s = slots.Numbers;
                    r = slots.References;
                    memory = instance.Memory?.Bytes ?? [];
                    fuel = store.Fuel;
                    break;
                }

                case Op.TailCall:
                    store.Fuel = fuel;
                    slots.NextCode = Code(instance, code[pc + 1]);
                    slots.NextInstance = instance;
                    Move(function, slots, top, slots.NextCode.ParameterSlots, start);
                    return;
                case Op.TailCallImport or Op.TailCallIndirect:
                {
                    var callee = op == Op.TailCallImport
                        ? instance.Imports[code[pc + 1]]
                        : TableOperations.Callee((int)s[--top], instance.Tables[code[pc + 2]], instance.Definition.Types[code[pc + 1]].Id, instance, function.Index);
                    store.Fuel = fuel;
                    TailCall(callee, slots);
                    Move(function, slots, top, FunctionCode.Slots(callee.Type.ParameterArray), start);
                    return;
                }

                case Op.Throw:
                    at = pc;
                    store.Fuel = fuel;
                    throw Exceptions.Throw(Payload(slots, top, instance.Definition.Tags[code[pc + 1]].ParameterArray), instance, code[pc + 1]);
                case Op.ThrowAgain:
                    at = pc;
                    store.Fuel = fuel;
                    throw Exceptions.ThrowAgain(r[top - 1], instance);
                case Op.Drop:
                    top -= code[pc + 1];
                    pc += 2;
                    break;
                case Op.Select:
                    top -= 2;
                    s[top - 1] = (int)s[top + 1] != 0 ? s[top - 1] : s[top];
                    pc++;
                    break;
                case Op.LocalGet:
                    s[top++] = s[start + code[pc + 1]];
                    pc += 2;
                    break;
                case Op.LocalSet:
                    s[start + code[pc + 1]] = s[--top];
                    pc += 2;
                    break;
                case Op.LocalTee:
                    s[start + code[pc + 1]] = s[top - 1];
                    pc += 2;
                    break;
                case Op.ReferenceGet:
                    r[top++] = r[start + code[pc + 1]];
                    pc += 2;
                    break;
                case Op.ReferenceSet:
                    r[start + code[pc + 1]] = r[--top];
                    pc += 2;
                    break;
                case Op.ReferenceTee:
                    r[start + code[pc + 1]] = r[top - 1];
                    pc += 2;
                    break;
                case Op.Constant32:
                    s[top++] = (uint)code[pc + 1];
                    pc += 2;
                    break;
                case Op.Constant64:
                    s[top++] = (uint)code[pc + 1] | ((ulong)(uint)code[pc + 2] << 32);
                    pc += 3;
                    break;
                case Op.OwnGlobalGet:
                    s[top++] = (ulong)instance.OwnGlobal(code[pc + 1]);
                    pc += 2;
                    break;
                case Op.OwnGlobalSet:
                    instance.OwnGlobal(code[pc + 1]) = (long)s[--top];
                    pc += 2;
                    break;
                case Op.Runtime:
                    store.Fuel = fuel;
                    slots.Top = top;
                    top = CallRuntime(code.AsSpan(pc + 1, 3), instance, slots, top);
                    pc += 4;
                    memory = instance.Memory?.Bytes ?? [];
                    s = slots.Numbers;
                    r = slots.References;
                    fuel = store.Fuel;
                    break;
                case >= Op.FirstLoad and <= Op.LastLoad:
                    s[top - 1] = Load(op, memory, (uint)s[top - 1] + (ulong)(uint)code[pc + 1]);
                    pc += 2;
                    break;
                case > Op.LastLoad and <= Op.LastStore:
                    top -= 2;
                    Store(op, memory, (uint)s[top] + (ulong)(uint)code[pc + 1], s[top + 1]);
                    pc += 2;
                    break;
                case Op.MemorySize:
                    s[top++] = (uint)memory.Length / WasmLimits.PageBytes;
                    pc++;
                    break;
                // What loops are made of, without a second dispatch.
                case 0x45:
                    s[top - 1] = Bit((int)s[top - 1] == 0);
                    pc++;
                    break;
                case 0x6A:
                    top--;
                    s[top - 1] = (uint)s[top - 1] + (uint)s[top];
                    pc++;
                    break;
                case 0x6B:
                    top--;
                    s[top - 1] = (uint)s[top - 1] - (uint)s[top];
                    pc++;
                    break;
                case 0x71:
                    top--;
                    s[top - 1] &= s[top];
                    pc++;
                    break;
                case 0x7C:
                    top--;
                    s[top - 1] += s[top];
                    pc++;
                    break;
                case >= 0x45 and < 0xA7:
                    top = op < 0x8B ? Integers(op, s, top) : Floats(op, s, top);
                    pc++;
                    break;
                case >= 0xA7:
                    s[top - 1] = Convert(op, s[top - 1]);
                    pc++;
                    break;
                default:
                    top = Rare(code, ref pc, instance, slots, memory, start, top);
                    break;
            }
        }
    }

    /// <summary>Moves the topmost places down.</summary>
    /// <returns>Behind them.</returns>
    private static int Move(FunctionCode function, SlotStack slots, int top, int count, int to)
    {
        var from = top - count;
        if (from != to)
        {
            var s = slots.Numbers;
            if (count == 1)
            {
                s[to] = s[from];
            }
            else if (count > 0)
            {
                Array.Copy(s, from, s, to, count);
            }

            if (function.HasReferences)
            {
                Array.Copy(slots.References, from, slots.References, to, count);
            }
        }

        return to + count;
    }

    private static void TailCall(WasmFunction callee, SlotStack slots)
    {
        if (callee.Callee is InstanceState instance)
        {
            slots.NextCode = Code(instance, callee.Index);
            slots.NextInstance = instance;
        }
        else
        {
            slots.NextHost = callee;
        }
    }

    // What is seldom in a loop, or is slow in itself.
    private static int Rare(int[] code, ref int pc, InstanceState instance, SlotStack slots, byte[] memory, int start, int top)
    {
        var s = slots.Numbers;
        var r = slots.References;
        switch (code[pc])
        {
            case Op.SelectVector:
                top -= 3;
                if ((int)s[top + 2] == 0)
                {
                    s[top - 2] = s[top];
                    s[top - 1] = s[top + 1];
                }

                pc++;
                return top;
            case Op.SelectReference:
                top -= 2;
                r[top - 1] = (int)s[top + 1] != 0 ? r[top - 1] : r[top];
                pc++;
                return top;
            case Op.VectorGet:
                s[top] = s[start + code[pc + 1]];
                s[top + 1] = s[start + code[pc + 1] + 1];
                pc += 2;
                return top + 2;
            case Op.VectorSet or Op.VectorTee:
                s[start + code[pc + 1]] = s[top - 2];
                s[start + code[pc + 1] + 1] = s[top - 1];
                top -= code[pc] == Op.VectorSet ? 2 : 0;
                pc += 2;
                return top;
            case Op.GlobalGet:
                var read = instance.Globals[code[pc + 1]]!;
                Put(slots, ref top, read.Value, read.Type);
                pc += 2;
                return top;
            case Op.GlobalSet:
                return GlobalSet(instance.Globals[code[pc + 1]]!, slots, ref pc, top);
            case Op.NullReference:
                r[top] = null;
                pc++;
                return top + 1;
            case Op.IsNull:
                s[top - 1] = r[top - 1] is null ? 1u : 0u;
                pc++;
                return top;
            default:
                return Vectors(code, ref pc, s, top, memory);
        }
    }

    private static int GlobalSet(WasmGlobal global, SlotStack slots, ref int pc, int top)
    {
        pc += 2;
        top -= FunctionCode.Slots(global.Type);
        var at = top;
        var value = Take(slots, ref at, global.Type);
        global.Low = value.Low;
        global.High = value.High;
        global.Reference = value.Reference;
        return top;
    }
}
