namespace PureEdge.Wasm.Runtime;

/// <summary>
/// Constants that the just-in-time compiler must not see: it drops additions of zero and multiplications by one, and with them the
/// change of a signalling NaN into a quiet one. Not read-only for that reason; never written.
/// </summary>
internal static class NeutralConstants
{
    public static float Zero32;
    public static float MinusZero32 = -0f;
    public static float One32 = 1;
    public static float MinusOne32 = -1;
    public static double Zero64;
    public static double MinusZero64 = -0d;
    public static double One64 = 1;
    public static double MinusOne64 = -1;
}
