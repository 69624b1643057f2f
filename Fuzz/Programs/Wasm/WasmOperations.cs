using System.Numerics;

namespace PureEdge.Fuzz.Programs.Wasm;

/// <summary>An instruction that takes values and leaves one (https://webassembly.github.io/spec/core/exec/numerics.html), computed here by the class library.</summary>
/// <param name="Code">Its opcode.</param>
/// <param name="Takes">The types that it takes.</param>
/// <param name="Gives">The type that it leaves.</param>
/// <param name="Compute">What it leaves.</param>
internal sealed record WasmOperation(byte[] Code, byte[] Takes, byte Gives, Func<long, long, long> Compute)
{
    /// <summary>All that are tried. What leaves a sign or payload of a NaN to the implementation is not among them.</summary>
    public static IReadOnlyList<WasmOperation> All { get; } = [.. Integers(), .. Numbers(), .. Conversions()];

    private static IEnumerable<WasmOperation> Integers()
    {
        yield return One(0x45, WasmType.I32, WasmType.I32, static a => (int)a == 0 ? 1 : 0);
        yield return One(0x50, WasmType.I64, WasmType.I32, static a => a == 0 ? 1 : 0);
        foreach (var (type, first) in ((byte, byte)[])[(WasmType.I32, 0x46), (WasmType.I64, 0x51)])
        {
            Func<long, long, bool>[] comparisons =
            [
                static (a, b) => a == b, static (a, b) => a != b, static (a, b) => a < b, static (a, b) => (ulong)a < (ulong)b, static (a, b) => a > b, static (a, b) => (ulong)a > (ulong)b,
                static (a, b) => a <= b, static (a, b) => (ulong)a <= (ulong)b, static (a, b) => a >= b, static (a, b) => (ulong)a >= (ulong)b,
            ];
            for (var i = 0; i < comparisons.Length; i++)
            {
                var compare = comparisons[i];
                yield return Two((byte)(first + i), type, WasmType.I32, (a, b) => compare(a, b) ? 1 : 0);
            }
        }

        Func<int, int, int>[] small =
        [
            static (a, b) => a + b, static (a, b) => a - b, static (a, b) => a * b, static (a, b) => b == 0 || (a == int.MinValue && b == -1) ? throw new WasmTrapped() : a / b,
            static (a, b) => b == 0 ? throw new WasmTrapped() : (int)((uint)a / (uint)b), static (a, b) => b == 0 ? throw new WasmTrapped() : b == -1 ? 0 : a % b, static (a, b) => b == 0 ? throw new WasmTrapped() : (int)((uint)a % (uint)b),
            static (a, b) => a & b, static (a, b) => a | b, static (a, b) => a ^ b, static (a, b) => a << (b & 31), static (a, b) => a >> (b & 31), static (a, b) => (int)((uint)a >> (b & 31)),
            static (a, b) => (int)BitOperations.RotateLeft((uint)a, b & 31), static (a, b) => (int)BitOperations.RotateRight((uint)a, b & 31),
        ];
        Func<long, long, long>[] large =
        [
            static (a, b) => a + b, static (a, b) => a - b, static (a, b) => a * b, static (a, b) => b == 0 || (a == long.MinValue && b == -1) ? throw new WasmTrapped() : a / b,
            static (a, b) => b == 0 ? throw new WasmTrapped() : (long)((ulong)a / (ulong)b), static (a, b) => b == 0 ? throw new WasmTrapped() : b == -1 ? 0 : a % b, static (a, b) => b == 0 ? throw new WasmTrapped() : (long)((ulong)a % (ulong)b),
            static (a, b) => a & b, static (a, b) => a | b, static (a, b) => a ^ b, static (a, b) => a << (int)(b & 63), static (a, b) => a >> (int)(b & 63), static (a, b) => (long)((ulong)a >> (int)(b & 63)),
            static (a, b) => (long)BitOperations.RotateLeft((ulong)a, (int)(b & 63)), static (a, b) => (long)BitOperations.RotateRight((ulong)a, (int)(b & 63)),
        ];
        for (var i = 0; i < small.Length; i++)
        {
            var (compute, computeLarge) = (small[i], large[i]);
            yield return Two((byte)(0x6a + i), WasmType.I32, WasmType.I32, (a, b) => compute((int)a, (int)b));
            yield return Two((byte)(0x7c + i), WasmType.I64, WasmType.I64, computeLarge);
        }

        yield return One(0x67, WasmType.I32, WasmType.I32, static a => BitOperations.LeadingZeroCount((uint)a));
        yield return One(0x68, WasmType.I32, WasmType.I32, static a => BitOperations.TrailingZeroCount((int)a));
        yield return One(0x69, WasmType.I32, WasmType.I32, static a => BitOperations.PopCount((uint)a));
        yield return One(0x79, WasmType.I64, WasmType.I64, static a => BitOperations.LeadingZeroCount((ulong)a));
        yield return One(0x7a, WasmType.I64, WasmType.I64, static a => BitOperations.TrailingZeroCount(a));
        yield return One(0x7b, WasmType.I64, WasmType.I64, static a => BitOperations.PopCount((ulong)a));
        yield return One(0xc0, WasmType.I32, WasmType.I32, static a => (sbyte)a);
        yield return One(0xc1, WasmType.I32, WasmType.I32, static a => (short)a);
        yield return One(0xc2, WasmType.I64, WasmType.I64, static a => (sbyte)a);
        yield return One(0xc3, WasmType.I64, WasmType.I64, static a => (short)a);
        yield return One(0xc4, WasmType.I64, WasmType.I64, static a => (int)a);
    }

    private static IEnumerable<WasmOperation> Numbers()
    {
        Func<double, double, bool>[] comparisons =
            [static (a, b) => a == b, static (a, b) => a != b, static (a, b) => a < b, static (a, b) => a > b, static (a, b) => a <= b, static (a, b) => a >= b];
        for (var i = 0; i < comparisons.Length; i++)
        {
            var compare = comparisons[i];
            yield return Two((byte)(0x61 + i), WasmType.F64, WasmType.I32, (a, b) => compare(Number(a), Number(b)) ? 1 : 0);
        }

        Func<double, double>[] ones = [Math.Abs, static a => -a, Math.Ceiling, Math.Floor, Math.Truncate, static a => Math.Round(a, MidpointRounding.ToEven), Math.Sqrt];
        for (var i = 0; i < ones.Length; i++)
        {
            var compute = ones[i];
            yield return One((byte)(0x99 + i), WasmType.F64, WasmType.F64, a => Bits(compute(Number(a))));
        }

        Func<double, double, double>[] twos = [static (a, b) => a + b, static (a, b) => a - b, static (a, b) => a * b, static (a, b) => a / b, Math.Min, Math.Max];
        for (var i = 0; i < twos.Length; i++)
        {
            var compute = twos[i];
            yield return Two((byte)(0xa0 + i), WasmType.F64, WasmType.F64, (a, b) => Bits(compute(Number(a), Number(b))));
        }
    }

    private static IEnumerable<WasmOperation> Conversions()
    {
        yield return One(0xa7, WasmType.I64, WasmType.I32, static a => (int)a);
        yield return One(0xac, WasmType.I32, WasmType.I64, static a => (int)a);
        yield return One(0xad, WasmType.I32, WasmType.I64, static a => (uint)a);
        yield return One(0xb7, WasmType.I32, WasmType.F64, static a => Bits((int)a));
        yield return One(0xb8, WasmType.I32, WasmType.F64, static a => Bits((uint)a));
        yield return One(0xb9, WasmType.I64, WasmType.F64, static a => Bits(a));
        yield return One(0xba, WasmType.I64, WasmType.F64, static a => Bits((ulong)a));
        yield return One(0xbf, WasmType.I64, WasmType.F64, static a => a);
        // The bounds are exact as doubles: what is truncated must lie between them.
        WasmOperation[] truncations =
        [
            .. Truncation([0xaa], [0xfc, 2], WasmType.I32, -2147483649.0, 2147483648.0, static a => (int)a, int.MinValue, int.MaxValue),
            .. Truncation([0xab], [0xfc, 3], WasmType.I32, -1.0, 4294967296.0, static a => (int)(uint)a, 0, -1),
            .. Truncation([0xb0], [0xfc, 6], WasmType.I64, -9223372036854777856.0, 9223372036854775808.0, static a => (long)a, long.MinValue, long.MaxValue),
            .. Truncation([0xb1], [0xfc, 7], WasmType.I64, -1.0, 18446744073709551616.0, static a => (long)(ulong)a, 0, -1),
        ];
        foreach (var truncation in truncations)
        {
            yield return truncation;
        }
    }

    // The one that traps outside the bounds, and the one that gives the nearest.
    private static WasmOperation[] Truncation(byte[] code, byte[] saturating, byte gives, double below, double above, Func<double, long> truncate, long least, long most) =>
    [
        new(code, [WasmType.F64], gives, (a, _) => Number(a) > below && Number(a) < above ? truncate(Number(a)) : throw new WasmTrapped()),
        new(saturating, [WasmType.F64], gives, (a, _) => double.IsNaN(Number(a)) ? 0 : Number(a) <= below ? least : Number(a) >= above ? most : truncate(Number(a))),
    ];

    private static WasmOperation One(byte code, byte takes, byte gives, Func<long, long> compute) => new([code], [takes], gives, (a, _) => compute(a));

    private static WasmOperation Two(byte code, byte takes, byte gives, Func<long, long, long> compute) => new([code], [takes, takes], gives, compute);

    private static double Number(long bits) => BitConverter.Int64BitsToDouble(bits);

    private static long Bits(double number) => BitConverter.DoubleToInt64Bits(number);
}
