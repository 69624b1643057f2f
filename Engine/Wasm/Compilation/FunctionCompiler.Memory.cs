using System.Reflection.Emit;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.Compilation;

internal sealed partial class FunctionCompiler
{
    private static readonly (OpCode Load, OpCode? Widen)[] s_loads =
    [
        (OpCodes.Ldind_I4, null), (OpCodes.Ldind_I8, null), (OpCodes.Ldind_R4, null), (OpCodes.Ldind_R8, null),
        (OpCodes.Ldind_I1, null), (OpCodes.Ldind_U1, null), (OpCodes.Ldind_I2, null), (OpCodes.Ldind_U2, null),
        (OpCodes.Ldind_I1, OpCodes.Conv_I8), (OpCodes.Ldind_U1, OpCodes.Conv_U8), (OpCodes.Ldind_I2, OpCodes.Conv_I8), (OpCodes.Ldind_U2, OpCodes.Conv_U8),
        (OpCodes.Ldind_I4, OpCodes.Conv_I8), (OpCodes.Ldind_U4, OpCodes.Conv_U8),
    ];

    private static readonly OpCode[] s_stores =
    [
        OpCodes.Stind_I4, OpCodes.Stind_I8, OpCodes.Stind_R4, OpCodes.Stind_R8,
        OpCodes.Stind_I1, OpCodes.Stind_I2, OpCodes.Stind_I1, OpCodes.Stind_I2, OpCodes.Stind_I4,
    ];

    /// <summary>
    /// Takes an address from the stack of the IL and puts the reference of the byte there. The runtime checks the last byte that is
    /// touched, so the array's own bounds are those of the memory.
    /// </summary>
    private void Address(ulong offset, int bytes)
    {
        var address = Scratch("address", typeof(int));
        _il.Emit(OpCodes.Stloc, address);
        _il.Emit(OpCodes.Ldloc, _memory!);
        _il.Emit(OpCodes.Ldloc, address);
        _il.Emit(OpCodes.Conv_U);
        var last = offset + (ulong)bytes - 1;
        if (last != 0)
        {
            _il.Emit(OpCodes.Ldc_I8, (long)last);
            _il.Emit(OpCodes.Conv_I);
            _il.Emit(OpCodes.Add);
        }

        _il.Emit(OpCodes.Ldelema, typeof(byte));
        if (bytes > 1)
        {
            _il.Emit(OpCodes.Ldc_I4, bytes - 1);
            _il.Emit(OpCodes.Sub);
        }
    }

    private static uint Offset(ref WasmReader reader)
    {
        // The alignment is a hint.
        reader.U32();
        return reader.U32();
    }

    private void Unaligned(int bytes)
    {
        if (bytes > 1)
        {
            _il.Emit(OpCodes.Unaligned, (byte)1);
        }
    }

    private void Load(byte opcode, ref WasmReader reader)
    {
        var access = MemoryAccess.Of(opcode);
        var offset = Offset(ref reader);
        Take(1);
        Address(offset, access.Bytes);
        Unaligned(access.Bytes);
        var (load, widen) = s_loads[opcode - 0x28];
        _il.Emit(load);
        if (widen is { } conversion)
        {
            _il.Emit(conversion);
        }

        Push(access.Type);
    }

    private void StoreToMemory(byte opcode, ref WasmReader reader)
    {
        var access = MemoryAccess.Of(opcode);
        var offset = Offset(ref reader);
        Take(2);
        var value = Scratch("stored", ClrTypes.Of(access.Type));
        _il.Emit(OpCodes.Stloc, value);
        Address(offset, access.Bytes);
        _il.Emit(OpCodes.Ldloc, value);
        if (access.Type == WasmType.I64 && access.Bytes < 8)
        {
            _il.Emit(OpCodes.Conv_I4);
        }

        Unaligned(access.Bytes);
        _il.Emit(s_stores[opcode - 0x36]);
    }

    private void MemorySize()
    {
        _il.Emit(OpCodes.Ldloc, _memory!);
        _il.Emit(OpCodes.Ldlen);
        _il.Emit(OpCodes.Conv_I4);
        _il.Emit(OpCodes.Ldc_I4, 16);
        _il.Emit(OpCodes.Shr_Un);
        Push(WasmType.I32);
    }

    private void MemoryGrow()
    {
        CallRuntime(typeof(MemoryOperations), nameof(MemoryOperations.Grow), 1, WasmType.I32);
        ReloadMemory();
    }

    /// <summary>Calls what takes values, then the instance and then numbers that stand in the code.</summary>
    private void CallRuntime(Type owner, string name, int operands, WasmType result, params ReadOnlySpan<int> immediates)
    {
        Take(operands);
        // What it charges is counted in the store.
        FlushFuel();
        LoadCallee();
        foreach (var immediate in immediates)
        {
            _il.Emit(OpCodes.Ldc_I4, immediate);
        }

        _il.Emit(OpCodes.Call, Members.Method(owner, name));
        if (result != WasmType.None)
        {
            Push(result);
        }

        ReloadFuel();
    }

    private void Bulk(ref WasmReader reader)
    {
        var opcode = reader.U32();
        if (opcode <= 7)
        {
            Saturate(opcode);
            return;
        }

        var memory = typeof(MemoryOperations);
        var tables = typeof(TableOperations);
        switch (opcode)
        {
            case 8:
                var data = (int)reader.U32();
                reader.Byte();
                CallRuntime(memory, nameof(MemoryOperations.Init), 3, WasmType.None, data);
                break;
            case 9:
                CallRuntime(memory, nameof(MemoryOperations.DropData), 0, WasmType.None, (int)reader.U32());
                break;
            case 10:
                reader.Bytes(2);
                CallRuntime(memory, nameof(MemoryOperations.Copy), 3, WasmType.None);
                break;
            case 11:
                reader.Byte();
                CallRuntime(memory, nameof(MemoryOperations.Fill), 3, WasmType.None);
                break;
            case 12:
                var segment = (int)reader.U32();
                CallRuntime(tables, nameof(TableOperations.Init), 3, WasmType.None, (int)reader.U32(), segment);
                break;
            case 13:
                CallRuntime(tables, nameof(TableOperations.DropElements), 0, WasmType.None, (int)reader.U32());
                break;
            case 14:
                var target = (int)reader.U32();
                CallRuntime(tables, nameof(TableOperations.Copy), 3, WasmType.None, target, (int)reader.U32());
                break;
            case 15:
                CallRuntime(tables, nameof(TableOperations.Grow), 2, WasmType.I32, (int)reader.U32());
                break;
            case 16:
                CallRuntime(tables, nameof(TableOperations.Size), 0, WasmType.I32, (int)reader.U32());
                break;
            default:
                CallRuntime(tables, nameof(TableOperations.Fill), 3, WasmType.None, (int)reader.U32());
                break;
        }
    }

    private void TableGet(int table)
    {
        var type = _module.Tables[table].ElementType;
        CallRuntime(typeof(TableOperations), nameof(TableOperations.Get), 1, type, table);
        if (type == WasmType.FuncRef)
        {
            // The table has nothing else; what the callee looks into must be a function all the same.
            _il.Emit(OpCodes.Castclass, typeof(WasmFunction));
        }
    }
}
