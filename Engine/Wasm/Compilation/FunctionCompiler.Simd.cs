using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.Compilation;

internal sealed partial class FunctionCompiler
{
    private void Simd(ref WasmReader reader)
    {
        var opcode = reader.U32();
        switch (opcode)
        {
            case <= 10 or 92 or 93:
                SimdLoad(opcode, ref reader);
                break;
            case 11:
                var offset = Offset(ref reader);
                Take(2);
                var stored = Scratch("stored", typeof(Vector128<byte>));
                _il.Emit(OpCodes.Stloc, stored);
                Address(offset, 16);
                _il.Emit(OpCodes.Ldloc, stored);
                _il.StoreIndirect(WasmType.V128);
                break;
            case 12:
                SimdConstant(reader.Bits64(), reader.Bits64());
                break;
            case 13:
                Take(2);
                LoadVector(reader.Bits64(), reader.Bits64());
                _il.Emit(OpCodes.Call, Members.Method(typeof(SimdMemory), nameof(SimdMemory.Shuffle)));
                Push(WasmType.V128);
                break;
            case >= 84 and <= 91:
                SimdLane(opcode, ref reader);
                break;
            default:
                var operation = SimdTable.Of(opcode)!;
                Take(operation.Operands.Length);
                if (operation.Lanes > 0)
                {
                    _il.Emit(OpCodes.Ldc_I4, (int)reader.Byte());
                }

                _il.Emit(OpCodes.Call, operation.Method);
                Push(operation.Result);
                break;
        }
    }

    private void SimdConstant(ulong low, ulong high)
    {
        LoadVector(low, high);
        Push(WasmType.V128);
    }

    private void LoadVector(ulong low, ulong high)
    {
        _il.Emit(OpCodes.Ldc_I8, (long)low);
        _il.Emit(OpCodes.Ldc_I8, (long)high);
        _il.Emit(OpCodes.Call, Members.Method(typeof(SimdMemory), nameof(SimdMemory.Constant)));
    }

    private void SimdLoad(uint opcode, ref WasmReader reader)
    {
        var offset = Offset(ref reader);
        Take(1);
        var bytes = SimdTable.LoadBytes(opcode);
        Address(offset, bytes);
        if (bytes == 16)
        {
            _il.LoadIndirect(WasmType.V128);
        }
        else
        {
            Unaligned(bytes);
            _il.Emit(bytes switch
            {
                1 => OpCodes.Ldind_U1,
                2 => OpCodes.Ldind_U2,
                4 => OpCodes.Ldind_I4,
                _ => OpCodes.Ldind_I8,
            });
            _il.Emit(OpCodes.Call, Members.Method(opcode is >= 7 and <= 10 ? typeof(SimdOperations) : typeof(SimdMemory), opcode switch
            {
                1 => nameof(SimdMemory.Load8x8S),
                2 => nameof(SimdMemory.Load8x8U),
                3 => nameof(SimdMemory.Load16x4S),
                4 => nameof(SimdMemory.Load16x4U),
                5 => nameof(SimdMemory.Load32x2S),
                6 => nameof(SimdMemory.Load32x2U),
                7 => nameof(SimdOperations.I8x16Splat),
                8 => nameof(SimdOperations.I16x8Splat),
                9 => nameof(SimdOperations.I32x4Splat),
                10 => nameof(SimdOperations.I64x2Splat),
                92 => nameof(SimdMemory.Load32Zero),
                _ => nameof(SimdMemory.Load64Zero),
            }));
        }

        Push(WasmType.V128);
    }

    // Of 8, 16, 32 or 64 bits: a lane is loaded into a vector that is otherwise kept, or stored.
    private void SimdLane(uint opcode, ref WasmReader reader)
    {
        var size = (int)((opcode - 84) & 3);
        var offset = Offset(ref reader);
        var lane = reader.Byte();
        Take(2);
        var vector = Scratch("stored", typeof(Vector128<byte>));
        _il.Emit(OpCodes.Stloc, vector);
        Address(offset, 1 << size);
        if (opcode < 88)
        {
            Unaligned(1 << size);
            _il.Emit(size switch
            {
                0 => OpCodes.Ldind_U1,
                1 => OpCodes.Ldind_U2,
                2 => OpCodes.Ldind_I4,
                _ => OpCodes.Ldind_I8,
            });
            var loaded = Scratch("lane", size == 3 ? typeof(long) : typeof(int));
            _il.Emit(OpCodes.Stloc, loaded);
            _il.Emit(OpCodes.Ldloc, vector);
            _il.Emit(OpCodes.Ldloc, loaded);
            _il.Emit(OpCodes.Ldc_I4, (int)lane);
            _il.Emit(OpCodes.Call, SimdTable.Of(size switch { 0 => 23u, 1 => 26u, 2 => 28u, _ => 30u })!.Method);
            Push(WasmType.V128);
            return;
        }

        _il.Emit(OpCodes.Ldloc, vector);
        _il.Emit(OpCodes.Ldc_I4, (int)lane);
        _il.Emit(OpCodes.Call, SimdTable.Of(size switch { 0 => 22u, 1 => 25u, 2 => 27u, _ => 29u })!.Method);
        Unaligned(1 << size);
        _il.Emit(size switch
        {
            0 => OpCodes.Stind_I1,
            1 => OpCodes.Stind_I2,
            2 => OpCodes.Stind_I4,
            _ => OpCodes.Stind_I8,
        });
    }
}
