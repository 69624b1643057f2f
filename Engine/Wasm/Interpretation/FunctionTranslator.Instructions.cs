using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Compilation;
using PureEdge.Wasm.Validation;

namespace PureEdge.Wasm.Interpretation;

internal sealed partial class FunctionTranslator
{
    /// <summary>Translates the next instruction.</summary>
    /// <returns>Whether what follows is dead up to the end of the block.</returns>
    private bool Instruction(ref WasmReader reader)
    {
        var opcode = reader.Byte();
        if (NumericSignatures.IsNumeric(opcode))
        {
            Numeric(opcode, NumericSignatures.Of(opcode));
            return false;
        }

        switch (opcode)
        {
            case 0x00:
                Emit(Op.Unreachable);
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
                Emit(Op.Throw, (int)reader.U32());
                return true;
            case 0x0A:
                Emit(Op.ThrowAgain);
                return true;
            case 0x0B:
                End();
                return false;
            case 0x0C:
                Branch(Label(ref reader));
                return true;
            case 0x0D:
                Pop();
                Branch(Label(ref reader), Op.JumpIf, Op.BranchIf);
                return false;
            case 0x0E:
                BranchTable(ref reader);
                return true;
            case 0x0F:
                Emit(Op.Return);
                return true;
            case 0x10 or 0x12:
                Call(ref reader, isTail: opcode == 0x12);
                return opcode == 0x12;
            case 0x11 or 0x13:
                CallIndirect(ref reader, isTail: opcode == 0x13);
                return opcode == 0x13;
            case 0x1A:
                Emit(Op.Drop, FunctionCode.Slots(Pop()));
                return false;
            case 0x1B:
                Select();
                return false;
            case 0x1C:
                reader.U32();
                reader.ValueType();
                Select();
                return false;
            default:
                Variable(opcode, ref reader);
                return false;
        }
    }

    private void Numeric(int op, NumericSignatures.Signature signature)
    {
        Emit(op);
        Pop(signature.IsBinary ? 2 : 1);
        Push(signature.Result);
    }

    private void Select()
    {
        Pop(2);
        var type = _stack[^1];
        Emit(type.IsReference() ? Op.SelectReference : type == WasmType.V128 ? Op.SelectVector : Op.Select);
    }

    // Locals, globals, constants, and what else has immediates.
    private void Variable(byte opcode, ref WasmReader reader)
    {
        switch (opcode)
        {
            case 0x20:
                var read = (int)reader.U32();
                Emit(Kind(_facts.Locals[read], Op.LocalGet, Op.VectorGet, Op.ReferenceGet), _locals[read]);
                Push(_facts.Locals[read]);
                break;
            case 0x21:
                var written = (int)reader.U32();
                Emit(Kind(_facts.Locals[written], Op.LocalSet, Op.VectorSet, Op.ReferenceSet), _locals[written]);
                Pop();
                break;
            case 0x22:
                var both = (int)reader.U32();
                Emit(Kind(_facts.Locals[both], Op.LocalTee, Op.VectorTee, Op.ReferenceTee), _locals[both]);
                break;
            case 0x23:
                var global = (int)reader.U32();
                Global(global, Op.OwnGlobalGet, Op.GlobalGet);
                Push(_module.Globals[global].Type);
                break;
            case 0x24:
                Global((int)reader.U32(), Op.OwnGlobalSet, Op.GlobalSet);
                Pop();
                break;
            case 0x25:
                var table = (int)reader.U32();
                Runtime(RuntimeOp.TableGet, 1, _module.Tables[table].ElementType, table);
                break;
            case 0x26:
                Runtime(RuntimeOp.TableSet, 2, WasmType.None, (int)reader.U32());
                break;
            case >= 0x28 and <= 0x3E:
                reader.U32();
                Emit(opcode, (int)reader.U32());
                var access = MemoryAccess.Of(opcode);
                Pop(MemoryAccess.IsLoad(opcode) ? 1 : 2);
                if (MemoryAccess.IsLoad(opcode))
                {
                    Push(access.Type);
                }

                break;
            case 0x3F:
                reader.Byte();
                Emit(Op.MemorySize);
                Push(WasmType.I32);
                break;
            case 0x40:
                reader.Byte();
                Runtime(RuntimeOp.MemoryGrow, 1, WasmType.I32);
                break;
            case 0x41:
                Emit(Op.Constant32, reader.S32());
                Push(WasmType.I32);
                break;
            case 0x42:
                Emit(Op.Constant64);
                Emit64((ulong)reader.S64());
                Push(WasmType.I64);
                break;
            case 0x43:
                Emit(Op.Constant32, (int)reader.Bits32());
                Push(WasmType.F32);
                break;
            case 0x44:
                Emit(Op.Constant64);
                Emit64(reader.Bits64());
                Push(WasmType.F64);
                break;
            case 0xD0:
                Emit(Op.NullReference);
                Push(reader.ReferenceType());
                break;
            case 0xD1:
                Emit(Op.IsNull);
                Pop();
                Push(WasmType.I32);
                break;
            case 0xD2:
                Runtime(RuntimeOp.Reference, 0, WasmType.FuncRef, (int)reader.U32());
                break;
            case 0xFC:
                Bulk(ref reader);
                break;
            default:
                Simd(ref reader);
                break;
        }
    }

    private static int Kind(WasmType type, int number, int vector, int reference) =>
        type.IsReference() ? reference : type == WasmType.V128 ? vector : number;

    private void Global(int index, int own, int shared)
    {
        if (_owner.OwnGlobal(index) is { } slot)
        {
            Emit(own, slot);
        }
        else
        {
            Emit(shared, index);
        }
    }

    private void Runtime(int operation, int operands, WasmType result, int first = 0, int second = 0)
    {
        Emit(Op.Runtime, operation, first, second);
        Pop(operands);
        if (result != WasmType.None)
        {
            Push(result);
        }
    }

    private void Bulk(ref WasmReader reader)
    {
        var opcode = (int)reader.U32();
        switch (opcode)
        {
            case <= 7:
                Numeric(Op.FirstSaturating + opcode, NumericSignatures.OfSaturating((uint)opcode));
                break;
            case RuntimeOp.MemoryInit:
                Runtime(opcode, 3, WasmType.None, (int)reader.U32());
                reader.Byte();
                break;
            case RuntimeOp.DataDrop or RuntimeOp.ElementsDrop:
                Runtime(opcode, 0, WasmType.None, (int)reader.U32());
                break;
            case RuntimeOp.MemoryCopy:
                reader.Bytes(2);
                Runtime(opcode, 3, WasmType.None);
                break;
            case RuntimeOp.MemoryFill:
                reader.Byte();
                Runtime(opcode, 3, WasmType.None);
                break;
            case RuntimeOp.TableInit or RuntimeOp.TableCopy:
                var first = (int)reader.U32();
                Runtime(opcode, 3, WasmType.None, first, (int)reader.U32());
                break;
            case RuntimeOp.TableGrow:
                Runtime(opcode, 2, WasmType.I32, (int)reader.U32());
                break;
            case RuntimeOp.TableSize:
                Runtime(opcode, 0, WasmType.I32, (int)reader.U32());
                break;
            default:
                Runtime(opcode, 3, WasmType.None, (int)reader.U32());
                break;
        }
    }

    private void Simd(ref WasmReader reader)
    {
        var opcode = reader.U32();
        switch (opcode)
        {
            case <= 11 or 92 or 93:
                reader.U32();
                Emit(Op.SimdMemory, (int)opcode, (int)reader.U32(), 0);
                Pop(opcode == 11 ? 2 : 1);
                if (opcode != 11)
                {
                    Push(WasmType.V128);
                }

                break;
            case 12 or 13:
                Emit(opcode == 12 ? Op.Constant128 : Op.Shuffle);
                Emit64(reader.Bits64());
                Emit64(reader.Bits64());
                Pop(opcode == 12 ? 0 : 2);
                Push(WasmType.V128);
                break;
            case >= 84 and <= 91:
                reader.U32();
                Emit(Op.SimdMemory, (int)opcode, (int)reader.U32(), reader.Byte());
                Pop(2);
                if (opcode < 88)
                {
                    Push(WasmType.V128);
                }

                break;
            default:
                var operation = SimdTable.Of(opcode)!;
                Emit(Op.Simd, (int)opcode, operation.Lanes > 0 ? reader.Byte() : 0);
                Pop(operation.Operands.Length);
                Push(operation.Result);
                break;
        }
    }
}
