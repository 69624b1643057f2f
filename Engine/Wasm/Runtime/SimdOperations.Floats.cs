using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PureEdge.Wasm.Runtime;

// Arithmetic of floating-point numbers.
internal static partial class SimdOperations
{
    [SimdOpcode(94)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4DemoteF64x2Zero(Vector128<byte> a) => Vector128.Create((float)a.AsDouble()[0], (float)a.AsDouble()[1], 0, 0).AsByte();

    [SimdOpcode(95)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2PromoteLowF32x4(Vector128<byte> a) => Vector128.Create((double)a.AsSingle()[0], a.AsSingle()[1]).AsByte();

    [SimdOpcode(103)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4Ceil(Vector128<byte> a) => Quiet(Vector128.Ceiling(a.AsSingle())).AsByte();

    [SimdOpcode(104)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4Floor(Vector128<byte> a) => Quiet(Vector128.Floor(a.AsSingle())).AsByte();

    [SimdOpcode(105)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4Trunc(Vector128<byte> a) => Quiet(Vector128.Truncate(a.AsSingle())).AsByte();

    [SimdOpcode(106)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4Nearest(Vector128<byte> a) => Quiet(Vector128.Round(a.AsSingle())).AsByte();

    [SimdOpcode(116)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2Ceil(Vector128<byte> a) => Quiet(Vector128.Ceiling(a.AsDouble())).AsByte();

    [SimdOpcode(117)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2Floor(Vector128<byte> a) => Quiet(Vector128.Floor(a.AsDouble())).AsByte();

    [SimdOpcode(122)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2Trunc(Vector128<byte> a) => Quiet(Vector128.Truncate(a.AsDouble())).AsByte();

    [SimdOpcode(148)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2Nearest(Vector128<byte> a) => Quiet(Vector128.Round(a.AsDouble())).AsByte();

    [SimdOpcode(224)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4Abs(Vector128<byte> a) => Vector128.Abs(a.AsSingle()).AsByte();

    [SimdOpcode(225)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4Neg(Vector128<byte> a) => a ^ Vector128.Create(0x8000_0000u).AsByte();

    [SimdOpcode(227)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4Sqrt(Vector128<byte> a) => Vector128.Sqrt(a.AsSingle()).AsByte();

    [SimdOpcode(228)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4Add(Vector128<byte> a, Vector128<byte> b) => (a.AsSingle() + b.AsSingle()).AsByte();

    [SimdOpcode(229)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4Sub(Vector128<byte> a, Vector128<byte> b) => (a.AsSingle() - b.AsSingle()).AsByte();

    [SimdOpcode(230)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4Mul(Vector128<byte> a, Vector128<byte> b) => (a.AsSingle() * b.AsSingle()).AsByte();

    [SimdOpcode(231)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4Div(Vector128<byte> a, Vector128<byte> b) => (a.AsSingle() / b.AsSingle()).AsByte();

    [SimdOpcode(232)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4Min(Vector128<byte> a, Vector128<byte> b) => Quiet(Vector128.Min(a.AsSingle(), b.AsSingle())).AsByte();

    [SimdOpcode(233)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4Max(Vector128<byte> a, Vector128<byte> b) => Quiet(Vector128.Max(a.AsSingle(), b.AsSingle())).AsByte();

    [SimdOpcode(234)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4Pmin(Vector128<byte> a, Vector128<byte> b) => Vector128.ConditionalSelect(Vector128.LessThan(b.AsSingle(), a.AsSingle()), b.AsSingle(), a.AsSingle()).AsByte();

    [SimdOpcode(235)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4Pmax(Vector128<byte> a, Vector128<byte> b) => Vector128.ConditionalSelect(Vector128.LessThan(a.AsSingle(), b.AsSingle()), b.AsSingle(), a.AsSingle()).AsByte();

    [SimdOpcode(236)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2Abs(Vector128<byte> a) => Vector128.Abs(a.AsDouble()).AsByte();

    [SimdOpcode(237)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2Neg(Vector128<byte> a) => a ^ Vector128.Create(0x8000_0000_0000_0000ul).AsByte();

    [SimdOpcode(239)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2Sqrt(Vector128<byte> a) => Vector128.Sqrt(a.AsDouble()).AsByte();

    [SimdOpcode(240)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2Add(Vector128<byte> a, Vector128<byte> b) => (a.AsDouble() + b.AsDouble()).AsByte();

    [SimdOpcode(241)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2Sub(Vector128<byte> a, Vector128<byte> b) => (a.AsDouble() - b.AsDouble()).AsByte();

    [SimdOpcode(242)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2Mul(Vector128<byte> a, Vector128<byte> b) => (a.AsDouble() * b.AsDouble()).AsByte();

    [SimdOpcode(243)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2Div(Vector128<byte> a, Vector128<byte> b) => (a.AsDouble() / b.AsDouble()).AsByte();

    [SimdOpcode(244)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2Min(Vector128<byte> a, Vector128<byte> b) => Quiet(Vector128.Min(a.AsDouble(), b.AsDouble())).AsByte();

    [SimdOpcode(245)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2Max(Vector128<byte> a, Vector128<byte> b) => Quiet(Vector128.Max(a.AsDouble(), b.AsDouble())).AsByte();

    [SimdOpcode(246)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2Pmin(Vector128<byte> a, Vector128<byte> b) => Vector128.ConditionalSelect(Vector128.LessThan(b.AsDouble(), a.AsDouble()), b.AsDouble(), a.AsDouble()).AsByte();

    [SimdOpcode(247)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2Pmax(Vector128<byte> a, Vector128<byte> b) => Vector128.ConditionalSelect(Vector128.LessThan(a.AsDouble(), b.AsDouble()), b.AsDouble(), a.AsDouble()).AsByte();

    [SimdOpcode(250)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4ConvertI32x4S(Vector128<byte> a) => Vector128.ConvertToSingle(a.AsInt32()).AsByte();

    [SimdOpcode(254)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2ConvertLowI32x4S(Vector128<byte> a) => Vector128.Create((double)a.AsInt32()[0], a.AsInt32()[1]).AsByte();

    [SimdOpcode(255)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2ConvertLowI32x4U(Vector128<byte> a) => Vector128.Create((double)a.AsUInt32()[0], a.AsUInt32()[1]).AsByte();

    // Lane by lane: these are rare, and .NET leaves what does not fit undefined or slow.
    [SimdOpcode(248)]
    public static Vector128<byte> I32x4TruncSatF32x4S(Vector128<byte> a)
    {
        var v = a.AsSingle();
        return Vector128.Create(Numbers.SaturateToI32(v[0]), Numbers.SaturateToI32(v[1]), Numbers.SaturateToI32(v[2]), Numbers.SaturateToI32(v[3])).AsByte();
    }

    [SimdOpcode(249)]
    public static Vector128<byte> I32x4TruncSatF32x4U(Vector128<byte> a)
    {
        var v = a.AsSingle();
        return Vector128.Create(Numbers.SaturateToU32(v[0]), Numbers.SaturateToU32(v[1]), Numbers.SaturateToU32(v[2]), Numbers.SaturateToU32(v[3])).AsByte();
    }

    [SimdOpcode(251)]
    public static Vector128<byte> F32x4ConvertI32x4U(Vector128<byte> a)
    {
        var v = a.AsUInt32();
        return Vector128.Create((float)v[0], v[1], v[2], v[3]).AsByte();
    }

    [SimdOpcode(252)]
    public static Vector128<byte> I32x4TruncSatF64x2SZero(Vector128<byte> a) =>
        Vector128.Create(Numbers.SaturateToI32(a.AsDouble()[0]), Numbers.SaturateToI32(a.AsDouble()[1]), 0, 0).AsByte();

    [SimdOpcode(253)]
    public static Vector128<byte> I32x4TruncSatF64x2UZero(Vector128<byte> a) =>
        Vector128.Create(Numbers.SaturateToU32(a.AsDouble()[0]), Numbers.SaturateToU32(a.AsDouble()[1]), 0, 0).AsByte();

    // What comes out of an operation on a signalling NaN is quiet; .NET hands some through.
    private static Vector128<float> Quiet(Vector128<float> value) =>
        Vector128.ConditionalSelect(Vector128.Equals(value, value), value, (value.AsUInt32() | Vector128.Create(0x0040_0000u)).AsSingle());

    private static Vector128<double> Quiet(Vector128<double> value) =>
        Vector128.ConditionalSelect(Vector128.Equals(value, value), value, (value.AsUInt64() | Vector128.Create(0x0008_0000_0000_0000ul)).AsDouble());
}
