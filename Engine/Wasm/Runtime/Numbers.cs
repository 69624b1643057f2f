using System.Numerics;
using System.Runtime.CompilerServices;

namespace PureEdge.Wasm.Runtime;

/// <summary>Numeric instructions that are no single instruction of .NET. Called by compiled code.</summary>
internal static class Numbers
{
    // -1 is excluded: the smallest integer has no negative, and processors stop at that. And 0: for a remainder by a constant 0 that is
    // compared with zero, the JIT of .NET 10 compares the dividend, and nothing is thrown.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RemainderS(int a, int b) => b switch
    {
        0 => ByZero(),
        -1 => 0,
        _ => a % b,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long RemainderS(long a, long b) => b switch
    {
        0 => ByZero(),
        -1 => 0,
        _ => a % b,
    };

    public static int LeadingZeros(int value) => BitOperations.LeadingZeroCount((uint)value);

    public static long LeadingZeros(long value) => BitOperations.LeadingZeroCount((ulong)value);

    public static int TrailingZeros(int value) => BitOperations.TrailingZeroCount((uint)value);

    public static long TrailingZeros(long value) => BitOperations.TrailingZeroCount((ulong)value);

    public static int Ones(int value) => BitOperations.PopCount((uint)value);

    public static long Ones(long value) => BitOperations.PopCount((ulong)value);

    // The zero is for .NET 10.0's compiler: it takes whether a rotation by a constant gave zero from flags that rotations do not set.
    public static int RotateLeft(int value, int count) => (int)BitOperations.RotateLeft((uint)value, count) | RotationConstants.Zero32;

    public static long RotateLeft(long value, long count) => (long)BitOperations.RotateLeft((ulong)value, (int)count) | RotationConstants.Zero64;

    public static int RotateRight(int value, int count) => (int)BitOperations.RotateRight((uint)value, count) | RotationConstants.Zero32;

    public static long RotateRight(long value, long count) => (long)BitOperations.RotateRight((ulong)value, (int)count) | RotationConstants.Zero64;

    // The sign of NaN too: these three are about bits.
    public static float Negate(float value) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) ^ 0x8000_0000);

    public static double Negate(double value) => BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(value) ^ 0x8000_0000_0000_0000);

    public static float CopySign(float a, float b) => MathF.CopySign(a, b);

    public static double CopySign(double a, double b) => Math.CopySign(a, b);

    public static float Min(float a, float b) => Quiet(MathF.Min(a, b));

    public static double Min(double a, double b) => Quiet(Math.Min(a, b));

    public static float Max(float a, float b) => Quiet(MathF.Max(a, b));

    public static double Max(double a, double b) => Quiet(Math.Max(a, b));

    public static float Ceiling(float value) => Quiet(MathF.Ceiling(value));

    public static double Ceiling(double value) => Quiet(Math.Ceiling(value));

    public static float Floor(float value) => Quiet(MathF.Floor(value));

    public static double Floor(double value) => Quiet(Math.Floor(value));

    public static float Truncate(float value) => Quiet(MathF.Truncate(value));

    public static double Truncate(double value) => Quiet(Math.Truncate(value));

    public static float Nearest(float value) => Quiet(MathF.Round(value, MidpointRounding.ToEven));

    public static double Nearest(double value) => Quiet(Math.Round(value, MidpointRounding.ToEven));

    public static int TruncateToI32(float value) => TruncateToI32((double)value);

    public static int TruncateToI32(double value)
    {
        // Written so that NaN fails.
        if (!(value > -2147483649.0 && value < 2147483648.0))
        {
            NotAnInteger(value);
        }

        return (int)value;
    }

    public static int TruncateToU32(float value) => TruncateToU32((double)value);

    public static int TruncateToU32(double value)
    {
        if (!(value > -1.0 && value < 4294967296.0))
        {
            NotAnInteger(value);
        }

        return (int)(uint)value;
    }

    public static long TruncateToI64(float value) => TruncateToI64((double)value);

    public static long TruncateToI64(double value)
    {
        if (!(value >= -9223372036854775808.0 && value < 9223372036854775808.0))
        {
            NotAnInteger(value);
        }

        return (long)value;
    }

    public static long TruncateToU64(float value) => TruncateToU64((double)value);

    public static long TruncateToU64(double value)
    {
        if (!(value > -1.0 && value < 18446744073709551616.0))
        {
            NotAnInteger(value);
        }

        return (long)(ulong)value;
    }

    public static int SaturateToI32(float value) => SaturateToI32((double)value);

    public static int SaturateToI32(double value) =>
        double.IsNaN(value) ? 0 : value <= int.MinValue ? int.MinValue : value >= int.MaxValue ? int.MaxValue : (int)value;

    public static int SaturateToU32(float value) => SaturateToU32((double)value);

    public static int SaturateToU32(double value) => !(value > 0) ? 0 : value >= uint.MaxValue ? -1 : (int)(uint)value;

    public static long SaturateToI64(float value) => SaturateToI64((double)value);

    public static long SaturateToI64(double value) =>
        double.IsNaN(value) ? 0
        : value <= -9223372036854775808.0 ? long.MinValue
        : value >= 9223372036854775808.0 ? long.MaxValue
        : (long)value;

    public static long SaturateToU64(float value) => SaturateToU64((double)value);

    public static long SaturateToU64(double value) => !(value > 0) ? 0 : value >= 18446744073709551616.0 ? -1 : (long)(ulong)value;

    /// <summary>A NaN with all its bits; a call, since as a constant it would lose some.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float NotANumber(int bits) => BitConverter.Int32BitsToSingle(bits);

    /// <inheritdoc cref="NotANumber(int)" />
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double NotANumber(long bits) => BitConverter.Int64BitsToDouble(bits);

    // After a promotion the compiler drops both conversions, and with them the quieting.
    public static float Demote(double value) => Quiet((float)value);

    public static double Promote(float value) => Quiet((double)value);

    public static float ToF32(ulong value) => value;

    public static double ToF64(ulong value) => value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void NotAnInteger(double value) =>
        Traps.Throw(double.IsNaN(value) ? WasmTrap.InvalidConversionToInteger : WasmTrap.IntegerOverflow);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ByZero()
    {
        Traps.Throw(WasmTrap.IntegerDivideByZero);
        return 0;
    }

    // What comes out of an operation on a signalling NaN is quiet; .NET hands some through.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Quiet(float value) => float.IsNaN(value) ? BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) | 0x0040_0000) : value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Quiet(double value) =>
        double.IsNaN(value) ? BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(value) | 0x0008_0000_0000_0000) : value;
}
