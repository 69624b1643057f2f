namespace PureEdge.Fuzz.Programs.Wasm;

/// <summary>Pieces of the binary format of WebAssembly (https://webassembly.github.io/spec/core/binary/).</summary>
internal static class WasmBytes
{
    private static readonly byte[] Heading = [0, (byte)'a', (byte)'s', (byte)'m', 1, 0, 0, 0];

    /// <summary>A number without a sign, in LEB128.</summary>
    public static byte[] Unsigned(uint value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }

    /// <summary>A number with a sign, in LEB128.</summary>
    public static byte[] Signed(long value)
    {
        var bytes = new List<byte>();
        for (; value is < -64 or > 63; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)(value & 0x7f));
        return [.. bytes];
    }

    /// <summary>A list: its length, then its items.</summary>
    public static byte[] List(params byte[][] items) => [.. Unsigned((uint)items.Length), .. items.SelectMany(static item => item)];

    /// <summary>A name.</summary>
    public static byte[] Name(string ascii) => [.. Unsigned((uint)ascii.Length), .. ascii.Select(static c => (byte)c)];

    /// <summary>Something with its length before it.</summary>
    public static byte[] Sized(byte[] content) => [.. Unsigned((uint)content.Length), .. content];

    /// <summary>A section.</summary>
    public static byte[] Section(byte id, byte[] content) => [id, .. Sized(content)];

    /// <summary>A module of sections.</summary>
    public static byte[] Module(IEnumerable<byte[]> sections) => [.. Heading, .. sections.SelectMany(static section => section)];
}
