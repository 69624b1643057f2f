using System.Reflection.Emit;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Runtime;
using PureEdge.Wasm.Validation;

namespace PureEdge.Wasm.Compilation;

internal sealed partial class FunctionCompiler
{
    /// <summary>Compiles the next instruction.</summary>
    /// <returns>Whether what follows is dead up to the end of the block.</returns>
    private bool Instruction(ref WasmReader reader)
    {
        var opcode = reader.Byte();
        if (NumericSignatures.IsNumeric(opcode))
        {
            Numeric(opcode);
            return false;
        }

        switch (opcode)
        {
            case 0x00:
                Spill();
                FlushFuel();
                LoadSelf();
                _il.Emit(OpCodes.Call, Members.Unreachable);
                // It does not return; the IL must not run on.
                _il.Emit(OpCodes.Ldnull);
                _il.Emit(OpCodes.Throw);
                return true;
            case 0x01:
                return false;
            case 0x02 or 0x03 or 0x04 or 0x1F:
                Block(opcode, ref reader);
                return false;
            case 0x05:
                Else(isDead: false);
                return false;
            case 0x08:
                Throw((int)reader.U32());
                return true;
            case 0x0A:
                ThrowAgain();
                return true;
            case 0x0B:
                End(isDead: false);
                return false;
            case 0x0C:
                Branch(Label(ref reader));
                return true;
            case 0x0D:
                BranchIf(Label(ref reader));
                return false;
            case 0x0E:
                BranchTable(ref reader);
                return true;
            case 0x0F:
                Branch(_frames[0]);
                return true;
            case 0x10:
                Call((int)reader.U32());
                return false;
            case 0x11:
                CallIndirect(ref reader);
                return false;
            case 0x12:
                var function = (int)reader.U32();
                TailCall(_module.Functions[function], null, function);
                return true;
            case 0x13:
                var type = (int)reader.U32();
                TailCall(_module.Types[type], IndirectCallee(type, (int)reader.U32()), -1);
                return true;
            case 0x1A:
                Take(1);
                _il.Emit(OpCodes.Pop);
                return false;
            case 0x1B:
                Select();
                return false;
            case 0x1C:
                reader.U32();
                reader.ValueType();
                Select();
                return false;
            case 0x20:
                var read = (int)reader.U32();
                LoadLocal(read);
                Push(_facts.Locals[read]);
                return false;
            case 0x21:
                Take(1);
                StoreLocal((int)reader.U32());
                return false;
            case 0x22:
                Need(1);
                _il.Emit(OpCodes.Dup);
                StoreLocal((int)reader.U32());
                return false;
            case 0x23:
                GlobalGet((int)reader.U32());
                return false;
            case 0x24:
                GlobalSet((int)reader.U32());
                return false;
            case 0x25:
                TableGet((int)reader.U32());
                return false;
            case 0x26:
                CallRuntime(typeof(TableOperations), nameof(TableOperations.Set), 2, WasmType.None, (int)reader.U32());
                return false;
            case >= 0x28 and <= 0x35:
                Load(opcode, ref reader);
                return false;
            case >= 0x36 and <= 0x3E:
                StoreToMemory(opcode, ref reader);
                return false;
            case 0x3F:
                reader.Byte();
                MemorySize();
                return false;
            case 0x40:
                reader.Byte();
                MemoryGrow();
                return false;
            case 0x41:
                _il.Emit(OpCodes.Ldc_I4, reader.S32());
                Push(WasmType.I32);
                return false;
            case 0x42:
                _il.Emit(OpCodes.Ldc_I8, reader.S64());
                Push(WasmType.I64);
                return false;
            case 0x43:
                Constant(reader.Bits32());
                return false;
            case 0x44:
                Constant(reader.Bits64());
                return false;
            case 0xD0:
                _il.Emit(OpCodes.Ldnull);
                Push(reader.ReferenceType());
                return false;
            case 0xD1:
                Take(1);
                _il.Emit(OpCodes.Ldnull);
                _il.Emit(OpCodes.Ceq);
                Push(WasmType.I32);
                return false;
            case 0xD2:
                CallRuntime(typeof(TableOperations), nameof(TableOperations.Reference), 0, WasmType.FuncRef, (int)reader.U32());
                return false;
            case 0xFC:
                Bulk(ref reader);
                return false;
            default:
                Simd(ref reader);
                return false;
        }
    }

    private void Constant(uint bits)
    {
        var value = BitConverter.UInt32BitsToSingle(bits);
        if (float.IsNaN(value))
        {
            // Folded into the code it would become quiet.
            _il.Emit(OpCodes.Ldc_I4, (int)bits);
            _il.Emit(OpCodes.Call, Members.Method(typeof(Numbers), nameof(Numbers.NotANumber), typeof(int)));
        }
        else if (Math.Abs(value) is 0 or 1)
        {
            _il.Emit(OpCodes.Ldsfld, Members.Neutral(value));
        }
        else
        {
            _il.Emit(OpCodes.Ldc_R4, value);
        }

        Push(WasmType.F32);
    }

    private void Constant(ulong bits)
    {
        var value = BitConverter.UInt64BitsToDouble(bits);
        if (double.IsNaN(value))
        {
            _il.Emit(OpCodes.Ldc_I8, (long)bits);
            _il.Emit(OpCodes.Call, Members.Method(typeof(Numbers), nameof(Numbers.NotANumber), typeof(long)));
        }
        else if (Math.Abs(value) is 0 or 1)
        {
            _il.Emit(OpCodes.Ldsfld, Members.Neutral(value));
        }
        else
        {
            _il.Emit(OpCodes.Ldc_R8, value);
        }

        Push(WasmType.F64);
    }

    private void LoadLocal(int index)
    {
        if (IsShared(index, out var field))
        {
            LoadFrame();
            _il.Emit(OpCodes.Ldfld, field);
        }
        else if (_locals[index] is { } local)
        {
            _il.Emit(OpCodes.Ldloc, local);
        }
        else
        {
            _il.Emit(OpCodes.Ldarg, (short)index);
        }
    }

    private void StoreLocal(int index)
    {
        if (IsShared(index, out var field))
        {
            var value = Scratch("shared", ClrTypes.Of(_facts.Locals[index]));
            _il.Emit(OpCodes.Stloc, value);
            StoreFrame(field, value);
        }
        else if (_locals[index] is { } local)
        {
            _il.Emit(OpCodes.Stloc, local);
        }
        else
        {
            _il.Emit(OpCodes.Starg, (short)index);
        }
    }

    private void Select()
    {
        // Both values are in slots; the second replaces the first when the condition is zero.
        Need(1);
        SpillBelow(WasmType.I32);
        Take(1);
        var height = _stack.Count - 2;
        var type = _stack[^1];
        var first = _il.DefineLabel();
        _il.Emit(OpCodes.Brtrue, first);
        _il.Emit(OpCodes.Ldloc, Slot(height + 1, type));
        _il.Emit(OpCodes.Stloc, Slot(height, type));
        _il.MarkLabel(first);
        _stack.RemoveAt(_stack.Count - 1);
    }

    // Leaves the reference of the cell on the stack of the IL.
    private void GlobalCell(int index, WasmType type)
    {
        LoadCallee();
        if (_compiler.OwnGlobal(index) is { } slot)
        {
            _il.Emit(OpCodes.Ldflda, Members.OwnGlobals[slot]);
            return;
        }

        _il.Emit(OpCodes.Ldfld, Members.Globals);
        _il.Emit(OpCodes.Ldc_I4, index);
        _il.Emit(OpCodes.Ldelem_Ref);
        _il.Emit(OpCodes.Ldflda, type.IsReference() ? Members.GlobalReference : Members.GlobalLow);
    }

    private void GlobalGet(int index)
    {
        var type = _module.Globals[index].Type;
        GlobalCell(index, type);
        _il.LoadIndirect(type);
        if (type == WasmType.FuncRef)
        {
            _il.Emit(OpCodes.Castclass, typeof(WasmFunction));
        }

        Push(type);
    }

    private void GlobalSet(int index)
    {
        var type = _module.Globals[index].Type;
        Take(1);
        var value = Scratch("stored", ClrTypes.Of(type));
        _il.Emit(OpCodes.Stloc, value);
        GlobalCell(index, type);
        _il.Emit(OpCodes.Ldloc, value);
        _il.StoreIndirect(type);
    }
}
