using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PureEdge.Wasm.Runtime;

/// <summary>The parts of instructions on 128 bits that have immediates or go through memory. Called by compiled code.</summary>
internal static class SimdMemory
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Constant(long low, long high) => Vector128.Create(low, high).AsByte();

    /// <summary>Bytes of two vectors; those of the second are numbered from 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Shuffle(Vector128<byte> a, Vector128<byte> b, Vector128<byte> lanes) =>
        // A number past the end gives zero.
        Vector128.Shuffle(a, lanes) | Vector128.Shuffle(b, lanes - Vector128.Create((byte)16));

    public static Vector128<byte> Load8x8S(long bits) => Vector128.WidenLower(Vector128.CreateScalar(bits).AsSByte()).AsByte();

    public static Vector128<byte> Load8x8U(long bits) => Vector128.WidenLower(Vector128.CreateScalar(bits).AsByte()).AsByte();

    public static Vector128<byte> Load16x4S(long bits) => Vector128.WidenLower(Vector128.CreateScalar(bits).AsInt16()).AsByte();

    public static Vector128<byte> Load16x4U(long bits) => Vector128.WidenLower(Vector128.CreateScalar(bits).AsUInt16()).AsByte();

    public static Vector128<byte> Load32x2S(long bits) => Vector128.WidenLower(Vector128.CreateScalar(bits).AsInt32()).AsByte();

    public static Vector128<byte> Load32x2U(long bits) => Vector128.WidenLower(Vector128.CreateScalar(bits).AsUInt32()).AsByte();

    public static Vector128<byte> Load32Zero(int bits) => Vector128.CreateScalar(bits).AsByte();

    public static Vector128<byte> Load64Zero(long bits) => Vector128.CreateScalar(bits).AsByte();
}
