using System.Numerics;

namespace PureEdge.Metering.Calls;

/// <summary>What arithmetic of BigIntegers costs, by their size in words of 32 bits, and how large they may be.</summary>
internal static class BigIntegerCost
{
    /// <summary>The largest BigInt, a million bits: V8 allows 2^30, where one multiplication takes minutes here.</summary>
    public const long MostWords = 32_768;

    // Word products in a step; measured 1 to 2 ns each.
    private const int ProductsPerStep = 8;

    public static long Words(BigInteger value) => (value.GetBitLength() >> 5) + 1;

    public static void Linear<B>(BigInteger a)
        where B : struct => Meter.Bytes<B>(Words(a) * 4);

    public static void Linear<B>(BigInteger a, BigInteger b)
        where B : struct => Meter.Bytes<B>(Math.Max(Words(a), Words(b)) * 4);

    public static void Multiply<B>(BigInteger a, BigInteger b)
        where B : struct
    {
        long x = Words(a), y = Words(b);
        Cap(x + y - 1);
        Meter.Work<B>(x * y / ProductsPerStep);
        Meter.Bytes<B>((x + y) * 4);
    }

    public static void Divide<B>(BigInteger a, BigInteger b)
        where B : struct
    {
        long x = Words(a), y = Words(b);
        Meter.Work<B>(Math.Max(1, x - y) * Math.Min(x, y) / (ProductsPerStep / 2));
        Meter.Bytes<B>(x * 8);
    }

    public static void Shift<B>(BigInteger a, long left)
        where B : struct
    {
        if (!a.IsZero)
        {
            var words = Words(a) + (left >> 5);
            Cap(words);
            Meter.Bytes<B>(Math.Max(words, 0) * 4);
        }
    }

    public static void Power<B>(BigInteger a, int exponent)
        where B : struct
    {
        if (!BigInteger.Abs(a).IsOne && !a.IsZero && exponent > 1)
        {
            var words = (long)Math.Min(a.GetBitLength() * (double)exponent / 32, long.MaxValue / 4) + 1;
            Cap(words);
            Meter.Work<B>(words * words / ProductsPerStep);
            Meter.Bytes<B>(words * 8);
        }
    }

    /// <summary>To or from decimal digits: quadratic.</summary>
    public static void Decimal<B>(long words)
        where B : struct
    {
        Meter.Work<B>(words * words / ProductsPerStep);
        Meter.Bytes<B>(words * 24);
    }

    public static void Parse<B>(int length)
        where B : struct
    {
        if (length > 64)
        {
            var words = (length / 9) + 1L;
            Cap(words);
            Decimal<B>(words);
        }
    }

    private static void Cap(long words)
    {
        if (words > MostWords)
        {
            Meter.State?.RefuseSize("BigInt");
        }
    }
}
