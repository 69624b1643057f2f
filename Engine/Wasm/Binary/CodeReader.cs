namespace PureEdge.Wasm.Binary;

/// <summary>Reads code that was validated without doing anything with it.</summary>
internal static class CodeReader
{
    /// <summary>Goes past what follows the byte of an instruction; not for those that begin a block.</summary>
    public static void Skip(byte opcode, ref WasmReader reader)
    {
        switch (opcode)
        {
            case 0x08 or 0x0C or 0x0D or 0x10 or 0x12 or (>= 0x20 and <= 0x26) or 0xD2:
                reader.U32();
                break;
            case 0x0E or 0x1C:
                for (var count = reader.U32() + (opcode == 0x0E ? 1L : 0); count > 0; count--)
                {
                    reader.U32();
                }

                break;
            case 0x11 or 0x13 or (>= 0x28 and <= 0x3E):
                reader.U32();
                reader.U32();
                break;
            case 0x3F or 0x40 or 0xD0:
                reader.Byte();
                break;
            case 0x41:
                reader.S32();
                break;
            case 0x42:
                reader.S64();
                break;
            case 0x43:
                reader.Bytes(4);
                break;
            case 0x44:
                reader.Bytes(8);
                break;
            case 0xFC:
                SkipBulk(ref reader);
                break;
            case 0xFD:
                SkipSimd(ref reader);
                break;
        }
    }

    private static void SkipBulk(ref WasmReader reader)
    {
        var opcode = reader.U32();
        for (var indices = opcode switch { <= 7 => 0, 8 or 10 or 12 or 14 => 2, _ => 1 }; indices > 0; indices--)
        {
            reader.U32();
        }
    }

    private static void SkipSimd(ref WasmReader reader)
    {
        var opcode = reader.U32();
        if (opcode is <= 11 or (>= 84 and <= 93))
        {
            reader.U32();
            reader.U32();
        }

        reader.Bytes(opcode switch { 12 or 13 => 16, (>= 21 and <= 34) or (>= 84 and <= 91) => 1, _ => 0 });
    }
}
