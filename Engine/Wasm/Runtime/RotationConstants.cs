namespace PureEdge.Wasm.Runtime;

/// <summary>
/// Zeros that the just-in-time compiler must not see, never written. Apart from <see cref="NeutralConstants"/>, and without a
/// constructor: code that is compiled before that has run would ask for it in every loop.
/// </summary>
internal static class RotationConstants
{
#pragma warning disable CS0649 // Never assigned: that is the point.
    public static int Zero32;
    public static long Zero64;
#pragma warning restore CS0649
}
