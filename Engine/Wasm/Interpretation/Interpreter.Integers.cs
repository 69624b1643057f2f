using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.Interpretation;

internal static partial class Interpreter
{
    private static ulong Bit(bool value) => value ? 1u : 0u;

    /// <summary>Instructions on integers, and comparisons of floating-point numbers: 0x45 to 0x8A.</summary>
    private static int Integers(int op, ulong[] s, int top)
    {
        switch (op)
        {
            case 0x45:
                s[top - 1] = Bit((int)s[top - 1] == 0);
                return top;
            case 0x50:
                s[top - 1] = Bit(s[top - 1] == 0);
                return top;
            case 0x67:
                s[top - 1] = (uint)Numbers.LeadingZeros((int)s[top - 1]);
                return top;
            case 0x68:
                s[top - 1] = (uint)Numbers.TrailingZeros((int)s[top - 1]);
                return top;
            case 0x69:
                s[top - 1] = (uint)Numbers.Ones((int)s[top - 1]);
                return top;
            case 0x79:
                s[top - 1] = (ulong)Numbers.LeadingZeros((long)s[top - 1]);
                return top;
            case 0x7A:
                s[top - 1] = (ulong)Numbers.TrailingZeros((long)s[top - 1]);
                return top;
            case 0x7B:
                s[top - 1] = (ulong)Numbers.Ones((long)s[top - 1]);
                return top;
        }

        top--;
        ulong a = s[top - 1], b = s[top];
        s[top - 1] = op switch
        {
            < 0x50 => Bit(Compare32(op, (int)a, (int)b)),
            < 0x5B => Bit(Compare64(op, (long)a, (long)b)),
            < 0x61 => Bit(Compare(op - 0x5B, Single(a), Single(b))),
            < 0x67 => Bit(Compare(op - 0x61, Double(a), Double(b))),
            < 0x79 => (uint)Binary32(op, (int)a, (int)b),
            _ => (ulong)Binary64(op, (long)a, (long)b),
        };
        return top;
    }

    private static bool Compare32(int op, int a, int b) => op switch
    {
        0x46 => a == b,
        0x47 => a != b,
        0x48 => a < b,
        0x49 => (uint)a < (uint)b,
        0x4A => a > b,
        0x4B => (uint)a > (uint)b,
        0x4C => a <= b,
        0x4D => (uint)a <= (uint)b,
        0x4E => a >= b,
        _ => (uint)a >= (uint)b,
    };

    private static bool Compare64(int op, long a, long b) => op switch
    {
        0x51 => a == b,
        0x52 => a != b,
        0x53 => a < b,
        0x54 => (ulong)a < (ulong)b,
        0x55 => a > b,
        0x56 => (ulong)a > (ulong)b,
        0x57 => a <= b,
        0x58 => (ulong)a <= (ulong)b,
        0x59 => a >= b,
        _ => (ulong)a >= (ulong)b,
    };

    // A comparison of 32 bits is the same in 64.
    private static bool Compare(int op, double a, double b) => op switch
    {
        0 => a == b,
        1 => a != b,
        2 => a < b,
        3 => a > b,
        4 => a <= b,
        _ => a >= b,
    };

    private static int Binary32(int op, int a, int b) => op switch
    {
        0x6A => a + b,
        0x6B => a - b,
        0x6C => a * b,
        // The class library's exceptions are the traps here, as in compiled code.
        0x6D => a / b,
        0x6E => (int)((uint)a / (uint)b),
        0x6F => Numbers.RemainderS(a, b),
        0x70 => (int)((uint)a % (uint)b),
        0x71 => a & b,
        0x72 => a | b,
        0x73 => a ^ b,
        0x74 => a << b,
        0x75 => a >> b,
        0x76 => a >>> b,
        0x77 => Numbers.RotateLeft(a, b),
        _ => Numbers.RotateRight(a, b),
    };

    private static long Binary64(int op, long a, long b) => op switch
    {
        0x7C => a + b,
        0x7D => a - b,
        0x7E => a * b,
        0x7F => a / b,
        0x80 => (long)((ulong)a / (ulong)b),
        0x81 => Numbers.RemainderS(a, b),
        0x82 => (long)((ulong)a % (ulong)b),
        0x83 => a & b,
        0x84 => a | b,
        0x85 => a ^ b,
        0x86 => a << (int)b,
        0x87 => a >> (int)b,
        0x88 => a >>> (int)b,
        0x89 => Numbers.RotateLeft(a, b),
        _ => Numbers.RotateRight(a, b),
    };
}
