using System.Runtime.Intrinsics;
using PureEdge.Wasm.Binary;

namespace PureEdge.Wasm;

/// <summary>A value with its type.</summary>
public readonly struct WasmValue : IEquatable<WasmValue>
{
    // Read and written by compiled code.
    internal readonly long Low;
    internal readonly long High;
    internal readonly object? Reference;
    internal readonly WasmType Kind;

    internal WasmValue(WasmType type, long low, long high, object? reference)
    {
        Kind = type;
        Low = low;
        High = high;
        Reference = reference;
    }

    /// <summary>Its type.</summary>
    public WasmType Type => Kind;

    /// <summary>A 32-bit integer.</summary>
    public static WasmValue I32(int value) => new(WasmType.I32, value, 0, null);

    /// <summary>A 64-bit integer.</summary>
    public static WasmValue I64(long value) => new(WasmType.I64, value, 0, null);

    /// <summary>A 32-bit number.</summary>
    public static WasmValue F32(float value) => new(WasmType.F32, BitConverter.SingleToUInt32Bits(value), 0, null);

    /// <summary>A 64-bit number.</summary>
    public static WasmValue F64(double value) => new(WasmType.F64, BitConverter.DoubleToInt64Bits(value), 0, null);

    /// <summary>128 bits.</summary>
    public static WasmValue V128(Vector128<byte> value) => new(WasmType.V128, value.AsInt64()[0], value.AsInt64()[1], null);

    /// <summary>A function, or null.</summary>
    public static WasmValue Function(WasmFunction? value) => new(WasmType.FuncRef, 0, 0, value);

    /// <summary>Something of the host, or null.</summary>
    public static WasmValue Extern(object? value) => new(WasmType.ExternRef, 0, 0, value);

    /// <summary>Zero, or null.</summary>
    public static WasmValue Default(WasmType type) => new(type, 0, 0, null);

    /// <summary>The 32-bit integer that this is.</summary>
    public int AsI32() => (int)Checked(WasmType.I32).Low;

    /// <summary>The 64-bit integer that this is.</summary>
    public long AsI64() => Checked(WasmType.I64).Low;

    /// <summary>The 32-bit number that this is.</summary>
    public float AsF32() => BitConverter.UInt32BitsToSingle((uint)Checked(WasmType.F32).Low);

    /// <summary>The 64-bit number that this is.</summary>
    public double AsF64() => BitConverter.Int64BitsToDouble(Checked(WasmType.F64).Low);

    /// <summary>The 128 bits that this is.</summary>
    public Vector128<byte> AsV128() => Vector128.Create(Checked(WasmType.V128).Low, High).AsByte();

    /// <summary>The function that this is, or null.</summary>
    public WasmFunction? AsFunction() => (WasmFunction?)Checked(WasmType.FuncRef).Reference;

    /// <summary>The value of the host that this is, or null.</summary>
    public object? AsExtern() => Checked(WasmType.ExternRef).Reference;

    /// <summary>Whether both are the same bits of the same type, or the same reference.</summary>
    public static bool operator ==(WasmValue left, WasmValue right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(WasmValue left, WasmValue right) => !left.Equals(right);

    /// <inheritdoc />
    public bool Equals(WasmValue other) => Type == other.Type && Type switch
    {
        // The rest of the cell is whatever was there.
        WasmType.I32 or WasmType.F32 => (int)Low == (int)other.Low,
        WasmType.I64 or WasmType.F64 => Low == other.Low,
        WasmType.V128 => Low == other.Low && High == other.High,
        _ => ReferenceEquals(Reference, other.Reference),
    };

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is WasmValue other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => Type switch
    {
        WasmType.I32 or WasmType.F32 => HashCode.Combine(Type, (int)Low),
        WasmType.I64 or WasmType.F64 => HashCode.Combine(Type, Low),
        WasmType.V128 => HashCode.Combine(Type, Low, High),
        _ => HashCode.Combine(Type, Reference is null ? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Reference)),
    };

    /// <inheritdoc />
    public override string ToString() => Type switch
    {
        WasmType.I32 => $"i32 {AsI32()}",
        WasmType.I64 => $"i64 {Low}",
        WasmType.F32 => $"f32 {AsF32()}",
        WasmType.F64 => $"f64 {AsF64()}",
        WasmType.V128 => $"v128 {Low:x16} {High:x16}",
        _ => $"{Type.Text()} {Reference ?? "null"}",
    };

    private WasmValue Checked(WasmType type) =>
        Type == type ? this : throw new InvalidOperationException($"The value is \"{Type.Text()}\", and not {type.Text()}.");
}
