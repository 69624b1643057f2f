using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PureEdge.Wasm.Runtime;

/// <summary>Instructions on 128 bits, each a method with its number; called by compiled code, which inlines them.</summary>
internal static partial class SimdOperations
{
    [SimdOpcode(14)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> I8x16Swizzle(Vector128<byte> a, Vector128<byte> b) => Vector128.Shuffle(a, b);

    [SimdOpcode(15)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> I8x16Splat(int value) => Vector128.Create((byte)value);

    [SimdOpcode(16)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> I16x8Splat(int value) => Vector128.Create((ushort)value).AsByte();

    [SimdOpcode(17)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> I32x4Splat(int value) => Vector128.Create(value).AsByte();

    [SimdOpcode(18)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> I64x2Splat(long value) => Vector128.Create(value).AsByte();

    [SimdOpcode(19)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4Splat(float value) => Vector128.Create(value).AsByte();

    [SimdOpcode(20)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2Splat(double value) => Vector128.Create(value).AsByte();

    [SimdOpcode(21)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I8x16ExtractLaneS(Vector128<byte> a, [Lanes(16)] int lane) => a.AsSByte().GetElement(lane);

    [SimdOpcode(22)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I8x16ExtractLaneU(Vector128<byte> a, [Lanes(16)] int lane) => a.GetElement(lane);

    [SimdOpcode(23)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> I8x16ReplaceLane(Vector128<byte> a, int value, [Lanes(16)] int lane) => a.WithElement(lane, (byte)value);

    [SimdOpcode(24)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I16x8ExtractLaneS(Vector128<byte> a, [Lanes(8)] int lane) => a.AsInt16().GetElement(lane);

    [SimdOpcode(25)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I16x8ExtractLaneU(Vector128<byte> a, [Lanes(8)] int lane) => a.AsUInt16().GetElement(lane);

    [SimdOpcode(26)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> I16x8ReplaceLane(Vector128<byte> a, int value, [Lanes(8)] int lane) => a.AsUInt16().WithElement(lane, (ushort)value).AsByte();

    [SimdOpcode(27)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I32x4ExtractLane(Vector128<byte> a, [Lanes(4)] int lane) => a.AsInt32().GetElement(lane);

    [SimdOpcode(28)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> I32x4ReplaceLane(Vector128<byte> a, int value, [Lanes(4)] int lane) => a.AsInt32().WithElement(lane, value).AsByte();

    [SimdOpcode(29)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long I64x2ExtractLane(Vector128<byte> a, [Lanes(2)] int lane) => a.AsInt64().GetElement(lane);

    [SimdOpcode(30)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> I64x2ReplaceLane(Vector128<byte> a, long value, [Lanes(2)] int lane) => a.AsInt64().WithElement(lane, value).AsByte();

    [SimdOpcode(31)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32x4ExtractLane(Vector128<byte> a, [Lanes(4)] int lane) => a.AsSingle().GetElement(lane);

    [SimdOpcode(32)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F32x4ReplaceLane(Vector128<byte> a, float value, [Lanes(4)] int lane) => a.AsSingle().WithElement(lane, value).AsByte();

    [SimdOpcode(33)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64x2ExtractLane(Vector128<byte> a, [Lanes(2)] int lane) => a.AsDouble().GetElement(lane);

    [SimdOpcode(34)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> F64x2ReplaceLane(Vector128<byte> a, double value, [Lanes(2)] int lane) => a.AsDouble().WithElement(lane, value).AsByte();
}
