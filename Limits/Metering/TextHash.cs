using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PureEdge.Metering.Calls;

namespace PureEdge.Metering;

/// <summary>
/// The hash of a property's name, in place of the interpreter's own, which goes character by character and is what programs of
/// libraries spend most iterations on. Its seed differs from process to process: nobody can choose names that collide, and if
/// somebody did, comparisons are counted. Nothing that a script sees depends on it; tables keep the order of insertion.
/// </summary>
internal static class TextHash
{
    private const int CharsPerStep = sizeof(ulong) / sizeof(char);
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    /// <summary>What every hash begins with.</summary>
    internal static readonly ulong Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>The hash of a string.</summary>
    public static int Of(string text) => Of(text.AsSpan());

    /// <summary>The hash of a part of a string; the same as that of the string.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        TextCost.Scan<Unbilled>(text.Length);
        var hash = Seed ^ (uint)text.Length;
        if (text.Length < CharsPerStep)
        {
            foreach (var c in text)
            {
                hash = (hash << 16) ^ (hash >> 48) ^ c;
            }

            return (int)Mix(hash);
        }

        var bytes = MemoryMarshal.AsBytes(text);
        for (var rest = bytes; rest.Length > sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest));
        }

        // The last characters, some of them perhaps for the second time.
        return (int)Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[^sizeof(ulong)..]));
    }

    /// <summary>One step: both halves of the product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, Multiplier, out var low);
        return high ^ low;
    }
}
