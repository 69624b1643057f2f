using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Compilation;

namespace PureEdge.Wasm.Validation;

internal sealed partial class FunctionValidator
{
    private void Simd(ref WasmReader reader)
    {
        var opcode = reader.U32();
        switch (opcode)
        {
            case <= 10 or 92 or 93:
                MemoryOperand(ref reader, SimdTable.LoadBytes(opcode));
                Pop(WasmType.I32);
                Push(WasmType.V128);
                break;
            case 11:
                MemoryOperand(ref reader, 16);
                Pop(WasmType.V128);
                Pop(WasmType.I32);
                break;
            case 12:
                reader.Bytes(16);
                Push(WasmType.V128);
                break;
            case 13:
                foreach (var lane in reader.Bytes(16))
                {
                    if (lane >= 32)
                    {
                        throw Invalid("invalid lane index");
                    }
                }

                Pop(WasmType.V128);
                Pop(WasmType.V128);
                Push(WasmType.V128);
                break;
            case >= 84 and <= 91:
                var bytes = 1 << (int)((opcode - 84) & 3);
                MemoryOperand(ref reader, bytes);
                Lane(ref reader, 16 / bytes);
                Pop(WasmType.V128);
                Pop(WasmType.I32);
                if (opcode < 88)
                {
                    Push(WasmType.V128);
                }

                break;
            default:
                if (SimdTable.Of(opcode) is not { } operation)
                {
                    throw opcode is >= 0x100 and <= 0x113
                        ? Unsupported("the proposal relaxed SIMD is not supported")
                        : new WasmFormatException(WasmErrorKind.Malformed, _instruction, $"illegal opcode 0xfd {opcode}");
                }

                if (operation.Lanes > 0)
                {
                    Lane(ref reader, operation.Lanes);
                }

                Pop(operation.Operands);
                Push(operation.Result);
                break;
        }
    }

    private void Lane(ref WasmReader reader, int lanes)
    {
        if (reader.Byte() >= lanes)
        {
            throw Invalid("invalid lane index");
        }
    }
}
