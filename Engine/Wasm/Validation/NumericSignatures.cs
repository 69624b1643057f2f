namespace PureEdge.Wasm.Validation;

/// <summary>Operand and result types of the instructions from 0x45 to 0xC4, which have no immediates, and of the saturating conversions.</summary>
internal static class NumericSignatures
{
    public readonly record struct Signature(WasmType Operand, bool IsBinary, WasmType Result);

    private static readonly Signature[] s_table = Build();
    private static readonly Signature[] s_saturating =
    [
        new(WasmType.F32, false, WasmType.I32), new(WasmType.F32, false, WasmType.I32), new(WasmType.F64, false, WasmType.I32), new(WasmType.F64, false, WasmType.I32),
        new(WasmType.F32, false, WasmType.I64), new(WasmType.F32, false, WasmType.I64), new(WasmType.F64, false, WasmType.I64), new(WasmType.F64, false, WasmType.I64),
    ];

    public static bool IsNumeric(byte opcode) => opcode is >= 0x45 and <= 0xC4;

    public static Signature Of(byte opcode) => s_table[opcode];

    public static Signature OfSaturating(uint opcode) => s_saturating[opcode];

    private static Signature[] Build()
    {
        var table = new Signature[256];
        void Set(int first, int last, WasmType operand, bool isBinary, WasmType result)
        {
            for (var opcode = first; opcode <= last; opcode++)
            {
                table[opcode] = new Signature(operand, isBinary, result);
            }
        }

        const WasmType I = WasmType.I32;
        const WasmType L = WasmType.I64;
        const WasmType F = WasmType.F32;
        const WasmType D = WasmType.F64;
        Set(0x45, 0x45, I, false, I);
        Set(0x46, 0x4F, I, true, I);
        Set(0x50, 0x50, L, false, I);
        Set(0x51, 0x5A, L, true, I);
        Set(0x5B, 0x60, F, true, I);
        Set(0x61, 0x66, D, true, I);
        Set(0x67, 0x69, I, false, I);
        Set(0x6A, 0x78, I, true, I);
        Set(0x79, 0x7B, L, false, L);
        Set(0x7C, 0x8A, L, true, L);
        Set(0x8B, 0x91, F, false, F);
        Set(0x92, 0x98, F, true, F);
        Set(0x99, 0x9F, D, false, D);
        Set(0xA0, 0xA6, D, true, D);
        Set(0xA7, 0xA7, L, false, I);
        Set(0xA8, 0xA9, F, false, I);
        Set(0xAA, 0xAB, D, false, I);
        Set(0xAC, 0xAD, I, false, L);
        Set(0xAE, 0xAF, F, false, L);
        Set(0xB0, 0xB1, D, false, L);
        Set(0xB2, 0xB3, I, false, F);
        Set(0xB4, 0xB5, L, false, F);
        Set(0xB6, 0xB6, D, false, F);
        Set(0xB7, 0xB8, I, false, D);
        Set(0xB9, 0xBA, L, false, D);
        Set(0xBB, 0xBB, F, false, D);
        Set(0xBC, 0xBC, F, false, I);
        Set(0xBD, 0xBD, D, false, L);
        Set(0xBE, 0xBE, I, false, F);
        Set(0xBF, 0xBF, L, false, D);
        Set(0xC0, 0xC1, I, false, I);
        Set(0xC2, 0xC4, L, false, L);
        return table;
    }
}
