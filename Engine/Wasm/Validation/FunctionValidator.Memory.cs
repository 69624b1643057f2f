using PureEdge.Wasm.Binary;

namespace PureEdge.Wasm.Validation;

internal sealed partial class FunctionValidator
{
    private void MemoryOperand(ref WasmReader reader, int bytes)
    {
        var alignment = reader.U32();
        if (alignment >= 64)
        {
            throw reader.Malformed("malformed memop flags");
        }

        reader.U32();
        if (module.Memories.Count == 0)
        {
            throw Invalid("unknown memory 0");
        }

        if (alignment >= 32 || 1L << (int)alignment > bytes)
        {
            throw Invalid("alignment must not be larger than natural");
        }

        _facts.UsesMemory = true;
    }

    private void MemoryIndex(ref WasmReader reader)
    {
        if (reader.Byte() != 0)
        {
            throw reader.Malformed("zero byte expected");
        }

        if (module.Memories.Count == 0)
        {
            throw Invalid("unknown memory 0");
        }

        _facts.UsesMemory = true;
    }

    private void Bulk(ref WasmReader reader)
    {
        var opcode = reader.U32();
        AddCost(3);
        switch (opcode)
        {
            case <= 7:
                Numeric(NumericSignatures.OfSaturating(opcode));
                break;
            case 8:
                Data(ref reader);
                MemoryIndex(ref reader);
                PopThree();
                break;
            case 9:
                Data(ref reader);
                break;
            case 10:
                MemoryIndex(ref reader);
                MemoryIndex(ref reader);
                PopThree();
                break;
            case 11:
                MemoryIndex(ref reader);
                PopThree();
                break;
            case 12:
                var segment = Element(ref reader);
                if (segment.Type != Table(ref reader).ElementType)
                {
                    throw Invalid("type mismatch: the segment's elements are not those of the table");
                }

                PopThree();
                break;
            case 13:
                Element(ref reader);
                break;
            case 14:
                if (Table(ref reader).ElementType != Table(ref reader).ElementType)
                {
                    throw Invalid("type mismatch: the tables have different elements");
                }

                PopThree();
                break;
            case 15:
                var grown = Table(ref reader);
                Pop(WasmType.I32);
                Pop(grown.ElementType);
                Push(WasmType.I32);
                break;
            case 16:
                Table(ref reader);
                Push(WasmType.I32);
                break;
            case 17:
                var filled = Table(ref reader);
                Pop(WasmType.I32);
                Pop(filled.ElementType);
                Pop(WasmType.I32);
                break;
            default:
                throw new WasmFormatException(WasmErrorKind.Malformed, _instruction, $"illegal opcode 0xfc {opcode}");
        }
    }

    private void PopThree()
    {
        Pop(WasmType.I32);
        Pop(WasmType.I32);
        Pop(WasmType.I32);
    }

    private void Data(ref WasmReader reader)
    {
        var index = reader.U32();
        if (module.DataCount is not { } count)
        {
            throw reader.Malformed("data count section required");
        }

        if (index >= count)
        {
            throw Invalid($"unknown data segment {index}");
        }
    }

    private ElementSegment Element(ref WasmReader reader)
    {
        var index = reader.U32();
        return index < module.Elements.Count ? module.Elements[(int)index] : throw Invalid($"unknown elem segment {index}");
    }
}
