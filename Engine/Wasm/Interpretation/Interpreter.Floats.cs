using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.Interpretation;

internal static partial class Interpreter
{
    private static float Single(ulong bits) => BitConverter.UInt32BitsToSingle((uint)bits);

    private static double Double(ulong bits) => BitConverter.UInt64BitsToDouble(bits);

    private static ulong Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    private static ulong Bits(double value) => BitConverter.DoubleToUInt64Bits(value);

    /// <summary>Arithmetic of floating-point numbers: 0x8B to 0xA6.</summary>
    private static int Floats(int op, ulong[] s, int top)
    {
        if (op is < 0x92 or (>= 0x99 and < 0xA0))
        {
            s[top - 1] = op < 0x92 ? Bits(Unary(op, Single(s[top - 1]))) : Bits(Unary(op, Double(s[top - 1])));
            return top;
        }

        top--;
        s[top - 1] = op < 0x99
            ? Bits(Binary(op, Single(s[top - 1]), Single(s[top])))
            : Bits(Binary(op, Double(s[top - 1]), Double(s[top])));
        return top;
    }

    private static float Unary(int op, float value) => op switch
    {
        0x8B => MathF.Abs(value),
        0x8C => Numbers.Negate(value),
        0x8D => Numbers.Ceiling(value),
        0x8E => Numbers.Floor(value),
        0x8F => Numbers.Truncate(value),
        0x90 => Numbers.Nearest(value),
        _ => MathF.Sqrt(value),
    };

    private static double Unary(int op, double value) => op switch
    {
        0x99 => Math.Abs(value),
        0x9A => Numbers.Negate(value),
        0x9B => Numbers.Ceiling(value),
        0x9C => Numbers.Floor(value),
        0x9D => Numbers.Truncate(value),
        0x9E => Numbers.Nearest(value),
        _ => Math.Sqrt(value),
    };

    private static float Binary(int op, float a, float b) => op switch
    {
        0x92 => a + b,
        0x93 => a - b,
        0x94 => a * b,
        0x95 => a / b,
        0x96 => Numbers.Min(a, b),
        0x97 => Numbers.Max(a, b),
        _ => Numbers.CopySign(a, b),
    };

    private static double Binary(int op, double a, double b) => op switch
    {
        0xA0 => a + b,
        0xA1 => a - b,
        0xA2 => a * b,
        0xA3 => a / b,
        0xA4 => Numbers.Min(a, b),
        0xA5 => Numbers.Max(a, b),
        _ => Numbers.CopySign(a, b),
    };

    /// <summary>Conversions: 0xA7 to 0xC4, and behind them the saturating ones.</summary>
    private static ulong Convert(int op, ulong value) => op switch
    {
        0xA7 => (uint)value,
        0xA8 => (uint)Numbers.TruncateToI32(Single(value)),
        0xA9 => (uint)Numbers.TruncateToU32(Single(value)),
        0xAA => (uint)Numbers.TruncateToI32(Double(value)),
        0xAB => (uint)Numbers.TruncateToU32(Double(value)),
        0xAC => (ulong)(int)value,
        0xAD => (uint)value,
        0xAE => (ulong)Numbers.TruncateToI64(Single(value)),
        0xAF => (ulong)Numbers.TruncateToU64(Single(value)),
        0xB0 => (ulong)Numbers.TruncateToI64(Double(value)),
        0xB1 => (ulong)Numbers.TruncateToU64(Double(value)),
        0xB2 => Bits((float)(int)value),
        0xB3 => Bits((float)(long)(uint)value),
        0xB4 => Bits((float)(long)value),
        0xB5 => Bits(Numbers.ToF32(value)),
        0xB6 => Bits(Numbers.Demote(Double(value))),
        0xB7 => Bits((double)(int)value),
        0xB8 => Bits((double)(uint)value),
        0xB9 => Bits((double)(long)value),
        0xBA => Bits(Numbers.ToF64(value)),
        0xBB => Bits(Numbers.Promote(Single(value))),
        // The bits stay as they are.
        0xBC or 0xBE => (uint)value,
        0xBD or 0xBF => value,
        0xC0 => (uint)(sbyte)value,
        0xC1 => (uint)(short)value,
        0xC2 => (ulong)(sbyte)value,
        0xC3 => (ulong)(short)value,
        0xC4 => (ulong)(int)value,
        _ => Saturate(op - Op.FirstSaturating, value),
    };

    private static ulong Saturate(int op, ulong value) => op switch
    {
        0 => (uint)Numbers.SaturateToI32(Single(value)),
        1 => (uint)Numbers.SaturateToU32(Single(value)),
        2 => (uint)Numbers.SaturateToI32(Double(value)),
        3 => (uint)Numbers.SaturateToU32(Double(value)),
        4 => (ulong)Numbers.SaturateToI64(Single(value)),
        5 => (ulong)Numbers.SaturateToU64(Single(value)),
        6 => (ulong)Numbers.SaturateToI64(Double(value)),
        _ => (ulong)Numbers.SaturateToU64(Double(value)),
    };
}
