namespace PureEdge.Fuzz.Programs.Wasm;

/// <summary>
/// A piece of WebAssembly that leaves a value, with what it must give: the same computed here, without the product. Integers are kept as
/// their bits, numbers as the bits of a double.
/// </summary>
/// <param name="Type">One of the types of <see cref="WasmType"/>, or <see cref="WasmType.None"/> for a statement.</param>
/// <param name="Code">Its instructions.</param>
/// <param name="Value">What it gives.</param>
internal sealed record WasmTerm(byte Type, byte[] Code, Func<WasmState, long> Value);

/// <summary>The types that programs are made of, as the binary format has them.</summary>
internal static class WasmType
{
    public const byte I32 = 0x7f;
    public const byte I64 = 0x7e;
    public const byte F64 = 0x7c;
    public const byte None = 0x40;

    public static readonly byte[] Values = [I32, I64, F64];
}

/// <summary>What a program changes while it runs.</summary>
internal sealed class WasmState
{
    /// <summary>The module's functions, by index.</summary>
    public required IReadOnlyList<WasmTerm> Functions { get; init; }

    /// <summary>A function's parameters and locals.</summary>
    public long[] Locals { get; set; } = [];

    /// <summary>The instance's globals, one of each type.</summary>
    public long[] Globals { get; } = [7, -1, BitConverter.DoubleToInt64Bits(0.5)];

    /// <summary>The instance's memory.</summary>
    public byte[] Memory { get; } = new byte[1 << 16];
}

/// <summary>The program must trap here.</summary>
internal sealed class WasmTrapped : Exception;
