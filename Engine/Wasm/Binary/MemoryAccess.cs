namespace PureEdge.Wasm.Binary;

/// <summary>The loads and stores from 0x28 to 0x3E: the type of the value and how many bytes go through memory.</summary>
internal readonly record struct MemoryAccess(WasmType Type, int Bytes)
{
    private static readonly MemoryAccess[] s_table =
    [
        new(WasmType.I32, 4), new(WasmType.I64, 8), new(WasmType.F32, 4), new(WasmType.F64, 8),
        new(WasmType.I32, 1), new(WasmType.I32, 1), new(WasmType.I32, 2), new(WasmType.I32, 2),
        new(WasmType.I64, 1), new(WasmType.I64, 1), new(WasmType.I64, 2), new(WasmType.I64, 2), new(WasmType.I64, 4), new(WasmType.I64, 4),
        new(WasmType.I32, 4), new(WasmType.I64, 8), new(WasmType.F32, 4), new(WasmType.F64, 8),
        new(WasmType.I32, 1), new(WasmType.I32, 2), new(WasmType.I64, 1), new(WasmType.I64, 2), new(WasmType.I64, 4),
    ];

    public static bool IsLoad(byte opcode) => opcode is >= 0x28 and <= 0x35;

    public static bool IsStore(byte opcode) => opcode is >= 0x36 and <= 0x3E;

    public static MemoryAccess Of(byte opcode) => s_table[opcode - 0x28];
}
