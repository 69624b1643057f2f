using FsCheck;
using FsCheck.Fluent;

namespace PureEdge.Fuzz.Targets;

/// <summary>Changes of bytes that a binary parser stumbles over.</summary>
internal static class ByteEdits
{
    /// <summary>One change: a bit, a byte of a list or any, something left out, repeated, moved or cut off.</summary>
    /// <param name="likely">Bytes that mean something.</param>
    public static Gen<Func<byte[], byte[]>> Any(byte[] likely) =>
        from kind in Gen.Choose(0, 7)
        from at in Gen.Choose(0, 1 << 20)
        from length in Gen.Choose(1, 12)
        from chosen in Gen.Elements(likely)
        from any in Gen.Choose(0, 255)
        select (Func<byte[], byte[]>)(bytes => Apply(bytes, kind, at, length, chosen, (byte)any));

    /// <summary>Applies one change after the other.</summary>
    public static byte[] Apply(byte[] bytes, Func<byte[], byte[]>[] edits) => edits.Aggregate(bytes, static (done, edit) => edit(done));

    private static byte[] Apply(byte[] bytes, int kind, int at, int length, byte chosen, byte any)
    {
        if (bytes.Length == 0)
        {
            return [chosen];
        }

        var start = at % bytes.Length;
        var end = Math.Min(bytes.Length, start + length);
        return kind switch
        {
            0 => [.. bytes[..start], (byte)(bytes[start] ^ (1 << (any & 7))), .. bytes[(start + 1)..]],
            1 or 2 => [.. bytes[..start], chosen, .. bytes[(start + 1)..]],
            3 => [.. bytes[..start], any, .. bytes[(start + 1)..]],
            4 => [.. bytes[..start], chosen, .. bytes[start..]],
            5 => [.. bytes[..start], .. bytes[end..]],
            6 => [.. bytes[..end], .. bytes[start..]],
            _ => bytes[..start],
        };
    }
}
