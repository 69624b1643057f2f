namespace PureEdge.Wasm;

/// <summary>The type of a value; the numbers are those of the binary format.</summary>
public enum WasmType : byte
{
    /// <summary>No type.</summary>
    None = 0,

    /// <summary>A 32-bit integer.</summary>
    I32 = 0x7F,

    /// <summary>A 64-bit integer.</summary>
    I64 = 0x7E,

    /// <summary>A 32-bit floating-point number.</summary>
    F32 = 0x7D,

    /// <summary>A 64-bit floating-point number.</summary>
    F64 = 0x7C,

    /// <summary>128 bits of packed numbers.</summary>
    V128 = 0x7B,

    /// <summary>A function, or null.</summary>
    FuncRef = 0x70,

    /// <summary>Something of the host, or null.</summary>
    ExternRef = 0x6F,

    /// <summary>A caught exception, or null.</summary>
    ExnRef = 0x69,
}
