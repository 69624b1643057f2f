using System.Runtime.CompilerServices;

namespace PureEdge.Metering;

/// <summary>Where the stack ends now.</summary>
internal static class StackAddress
{
    /// <summary>The address of a local; the difference of two references gives it without pointers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Of(ref byte local) => Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref local);
}
