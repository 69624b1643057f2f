using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;

namespace PureEdge.Fuzz.Targets;

/// <summary>Frames of WebSockets (https://www.rfc-editor.org/rfc/rfc6455#section-5.2), some with reserved bits, wrong lengths, missing masks, or in the wrong order.</summary>
internal static class Frames
{
    private static readonly byte[] Opcodes = [0, 1, 2, 3, 8, 9, 10, 11, 15];
    private static readonly byte[] Likely = [0x00, 0x01, 0x02, 0x7d, 0x7e, 0x7f, 0x80, 0x81, 0x82, 0x88, 0x89, 0xc1, 0xfe, 0xff];

    private static readonly byte[][] Payloads =
    [
        [], [(byte)'a'], [3, 0xe8], [3, 0xe8, (byte)'b', (byte)'y', (byte)'e'], [3, 0xed], [0x13, 0x88], [0x0f, 0xa0, 0xff], [0xff, 0xfe], [0xf0, 0x9f, 0x98], [0x80, 0xed, 0xa0, 0x80], [3], [.. Enumerable.Repeat((byte)'x', 126)], [.. Enumerable.Repeat((byte)'y', 5_000)],
    ];

    /// <summary>Up to five frames in a row, and sometimes damage.</summary>
    /// <param name="isMasked">Whether they are a client's.</param>
    public static Gen<byte[]> Of(bool isMasked) =>
        from count in Gen.Choose(1, 5)
        from frames in One(isMasked).ArrayOf(count)
        from edit in ByteEdits.Any(Likely)
        from isDamaged in Gen.Frequency((2, Gen.Constant(false)), (1, Gen.Constant(true)))
        let bytes = (byte[])[.. frames.SelectMany(static frame => frame)]
        select isDamaged ? edit(bytes) : bytes;

    private static Gen<byte[]> One(bool isMasked) =>
        from opcode in Gen.Frequency((4, Gen.Elements((byte)1, (byte)2)), (1, Gen.Elements(Opcodes)))
        from bits in Gen.Frequency((8, Gen.Constant(0x80)), (2, Gen.Constant(0)), (1, Gen.Elements(0xc0, 0xa0, 0x90, 0x40)))
        from payload in Gen.Elements(Payloads)
        from masks in Gen.Frequency((12, Gen.Constant(isMasked)), (1, Gen.Constant(!isMasked)))
        from length in Gen.Frequency((10, Gen.Constant(-1L)), (1, Gen.Elements(0L, 1L, 125L, 126L, 65_536L, 1L << 31, long.MaxValue, -2L)))
        select Frame((byte)(opcode | bits), payload, masks, length == -1 ? payload.Length : length);

    private static byte[] Frame(byte first, byte[] payload, bool masks, long length)
    {
        var mask = (byte)(masks ? 0x80 : 0);
        byte[] key = masks ? [1, 2, 3, 4] : [];
        var large = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(large, length);
        byte[] size = length is >= 0 and < 126 ? [(byte)(mask | length)] : length is >= 0 and < 65_536 ? [(byte)(mask | 126), .. large[6..]] : [(byte)(mask | 127), .. large];
        return [first, .. size, .. key, .. masks ? payload.Select((b, i) => (byte)(b ^ key[i & 3])) : payload];
    }
}
