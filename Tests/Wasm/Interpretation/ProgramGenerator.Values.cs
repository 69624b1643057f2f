namespace PureEdge.Wasm.Tests.Interpretation;

// Code that leaves one value.
internal sealed partial class ProgramGenerator
{
    private void Value(WasmType type, int depth)
    {
        _room--;
        if (depth <= 0 || _room < 0)
        {
            Leaf(type);
            return;
        }

        switch (Below(9))
        {
            case 0:
                Leaf(type);
                return;
            case 1:
                Value(WasmType.I32, depth - 1);
                Open(0x04, type);
                Value(type, depth - 1);
                Emit(0x05);
                Value(type, depth - 1);
                Close();
                return;
            case 2:
                Value(type, depth - 1);
                Value(type, depth - 1);
                Value(WasmType.I32, depth - 1);
                Emit(0x1C, 1, (byte)type);
                return;
            case 3:
                // Out of a block, past a value that is dropped.
                Open(0x02, type);
                Value(WasmType.I64, 1);
                Value(type, depth - 1);
                Value(WasmType.I32, depth - 1);
                Emit(0x0D, 0);
                Value(type, 1);
                Emit(0x0C, 0);
                Close();
                return;
            case 4 when _function < Functions && Giving(type) is > 0 and var callee:
                Arguments(callee);
                Emit(0x10, (byte)callee);
                return;
        }

        Operation(type, depth - 1);
    }

    private void Operation(WasmType type, int depth)
    {
        switch (type)
        {
            case WasmType.I32:
                switch (Below(8))
                {
                    case 0:
                        Two(WasmType.I32, depth, (byte)(0x46 + Below(10)));
                        break;
                    case 1:
                        Two(WasmType.I64, depth, (byte)(0x51 + Below(10)));
                        break;
                    case 2:
                        Two(WasmType.F64, depth, (byte)(0x61 + Below(6)));
                        break;
                    case 3:
                        Address(depth);
                        Emit((byte)Pick(0x28, 0x2C, 0x2D, 0x2E, 0x2F), 0, (byte)Below(100));
                        break;
                    case 4:
                        Value(WasmType.V128, depth);
                        Emit(0xFD, 27, (byte)Below(4));
                        break;
                    case 5:
                        Value(WasmType.F64, depth);
                        Emit([.. Below(4) == 0 ? (byte[])[0xAA] : [0xFC, 2]]);
                        break;
                    case 6:
                        Value(WasmType.FuncRef, depth);
                        Emit(0xD1);
                        break;
                    default:
                        Two(WasmType.I32, depth, (byte)(0x6A + Below(15)), 0x6D);
                        break;
                }

                break;
            case WasmType.I64:
                switch (Below(4))
                {
                    case 0:
                        Value(WasmType.I32, depth);
                        Emit((byte)Pick(0xAC, 0xAD));
                        break;
                    case 1:
                        Address(depth);
                        Emit((byte)Pick(0x29, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35), 0, (byte)Below(100));
                        break;
                    default:
                        Two(WasmType.I64, depth, (byte)(0x7C + Below(15)), 0x7F);
                        break;
                }

                break;
            case WasmType.F32:
                Value(WasmType.I32, depth);
                Emit((byte)Pick(0xB2, 0xB3));
                Value(WasmType.F32, depth);
                Emit((byte)(0x92 + Below(4)));
                break;
            case WasmType.F64:
                Value(WasmType.I64, depth);
                Emit((byte)Pick(0xB9, 0xBA));
                Value(WasmType.F64, depth);
                Emit((byte)(0xA0 + Below(6)));
                break;
            case WasmType.V128:
                switch (Below(4))
                {
                    case 0:
                        Value(WasmType.I32, depth);
                        Emit(0xFD, 17);
                        break;
                    case 1:
                        Address(depth);
                        Emit(0xFD, (byte)Pick(0, 1, 7, 10), 0, (byte)Below(100));
                        break;
                    case 2:
                        Value(WasmType.V128, depth);
                        Value(WasmType.I64, depth);
                        Emit(0xFD, 30, (byte)Below(2));
                        break;
                    default:
                        Value(WasmType.V128, depth);
                        Value(WasmType.V128, depth);
                        Emit(0xFD, (byte)Pick(35, 78, 81, 110));
                        break;
                }

                break;
            default:
                Index(depth);
                Emit(0x25, 0);
                break;
        }
    }

    private void Leaf(WasmType type)
    {
        var candidates = Enumerable.Range(0, _firstCounter).Where(local => _locals[local] == type).ToArray();
        if (candidates.Length > 0 && Below(3) > 0)
        {
            Emit(0x20, (byte)candidates[Below(candidates.Length)]);
            return;
        }

        switch (type)
        {
            case WasmType.I32 when Below(5) == 0:
                Emit(0x10, 0);
                break;
            case WasmType.I32 when Below(5) == 0:
                Emit(0x23, 0);
                break;
            case WasmType.I32:
                Emit(ModuleWriter.I32(Below(3) == 0 ? _random.Next(int.MinValue, int.MaxValue) : Below(40)));
                break;
            case WasmType.I64 when Below(3) == 0:
                Emit(0x23, 1);
                break;
            case WasmType.I64:
                Emit(0x42, (byte)Below(64));
                break;
            case WasmType.F32:
                Emit([0x43, .. BitConverter.GetBytes((float)Below(9) / 4)]);
                break;
            case WasmType.F64:
                Emit([0x44, .. BitConverter.GetBytes((double)Below(9) / 4)]);
                break;
            case WasmType.V128:
                var bits = new byte[16];
                _random.NextBytes(bits);
                Emit([0xFD, 12, .. bits]);
                break;
            case WasmType.FuncRef when Below(3) == 0:
                Emit(0x23, 2);
                break;
            default:
                Emit([.. Below(2) == 0 ? (byte[])[0xD0, 0x70] : [0xD2, (byte)(Functions - Below(2))]]);
                break;
        }
    }

    private void Two(WasmType type, int depth, byte opcode, byte firstDivision = 0xFF)
    {
        Value(type, depth);
        Value(type, depth);
        if (opcode >= firstDivision && opcode < firstDivision + 4 && Below(10) > 0)
        {
            // Seldom by zero.
            Emit(type == WasmType.I32 ? [0x41, 1, 0x72] : [0x42, 1, 0x84]);
        }

        Emit(opcode);
    }

    // Seldom outside of memory.
    private void Address(int depth)
    {
        Value(WasmType.I32, depth);
        if (Below(20) > 0)
        {
            Emit([.. ModuleWriter.I32(0x7FFF), 0x71]);
        }
    }

    private void Index(int depth)
    {
        Value(WasmType.I32, depth);
        Emit(0x41, 7, 0x71);
    }
}
