using System.Globalization;
using System.Numerics;

namespace PureEdge.Metering.Calls;

/// <summary>Arithmetic of any length.</summary>
[Replaces(typeof(BigInteger))]
internal static class BigIntegerCalls
{
    public static BigInteger op_Addition<B>(BigInteger a, BigInteger b)
        where B : struct
    {
        BigIntegerCost.Linear<B>(a, b);
        return a + b;
    }

    public static BigInteger op_Subtraction<B>(BigInteger a, BigInteger b)
        where B : struct
    {
        BigIntegerCost.Linear<B>(a, b);
        return a - b;
    }

    public static BigInteger op_BitwiseAnd<B>(BigInteger a, BigInteger b)
        where B : struct
    {
        BigIntegerCost.Linear<B>(a, b);
        return a & b;
    }

    public static BigInteger op_BitwiseOr<B>(BigInteger a, BigInteger b)
        where B : struct
    {
        BigIntegerCost.Linear<B>(a, b);
        return a | b;
    }

    public static BigInteger op_ExclusiveOr<B>(BigInteger a, BigInteger b)
        where B : struct
    {
        BigIntegerCost.Linear<B>(a, b);
        return a ^ b;
    }

    public static BigInteger op_UnaryNegation<B>(BigInteger a)
        where B : struct
    {
        BigIntegerCost.Linear<B>(a);
        return -a;
    }

    public static BigInteger op_OnesComplement<B>(BigInteger a)
        where B : struct
    {
        BigIntegerCost.Linear<B>(a);
        return ~a;
    }

    public static BigInteger op_Multiply<B>(BigInteger a, BigInteger b)
        where B : struct
    {
        BigIntegerCost.Multiply<B>(a, b);
        return a * b;
    }

    public static BigInteger op_Division<B>(BigInteger a, BigInteger b)
        where B : struct
    {
        BigIntegerCost.Divide<B>(a, b);
        return a / b;
    }

    public static BigInteger op_Modulus<B>(BigInteger a, BigInteger b)
        where B : struct
    {
        BigIntegerCost.Divide<B>(a, b);
        return a % b;
    }

    public static BigInteger DivRem<B>(BigInteger a, BigInteger b, out BigInteger remainder)
        where B : struct
    {
        BigIntegerCost.Divide<B>(a, b);
        return BigInteger.DivRem(a, b, out remainder);
    }

    public static BigInteger Pow<B>(BigInteger a, int exponent)
        where B : struct
    {
        BigIntegerCost.Power<B>(a, exponent);
        return BigInteger.Pow(a, exponent);
    }

    public static BigInteger op_LeftShift<B>(BigInteger a, int shift)
        where B : struct
    {
        BigIntegerCost.Shift<B>(a, shift);
        return a << shift;
    }

    public static BigInteger op_RightShift<B>(BigInteger a, int shift)
        where B : struct
    {
        BigIntegerCost.Shift<B>(a, -(long)shift);
        return a >> shift;
    }

    public static string ToString<B>(ref BigInteger a)
        where B : struct
    {
        BigIntegerCost.Decimal<B>(BigIntegerCost.Words(a));
        return a.ToString(CultureInfo.InvariantCulture);
    }

    public static string ToString<B>(ref BigInteger a, IFormatProvider? provider)
        where B : struct
    {
        BigIntegerCost.Decimal<B>(BigIntegerCost.Words(a));
        return a.ToString(provider);
    }

    public static string ToString<B>(ref BigInteger a, string? format, IFormatProvider? provider)
        where B : struct
    {
        BigIntegerCost.Decimal<B>(BigIntegerCost.Words(a));
        return a.ToString(format, provider);
    }

    public static BigInteger Parse<B>(string text, IFormatProvider? provider)
        where B : struct
    {
        BigIntegerCost.Parse<B>(text.Length);
        return BigInteger.Parse(text, provider);
    }

    public static bool TryParse<B>(ReadOnlySpan<char> text, NumberStyles style, IFormatProvider? provider, out BigInteger value)
        where B : struct
    {
        BigIntegerCost.Parse<B>(text.Length);
        return BigInteger.TryParse(text, style, provider, out value);
    }

    public static bool TryParse<B>(string? text, NumberStyles style, IFormatProvider? provider, out BigInteger value)
        where B : struct
    {
        BigIntegerCost.Parse<B>(text?.Length ?? 0);
        return BigInteger.TryParse(text, style, provider, out value);
    }
}
