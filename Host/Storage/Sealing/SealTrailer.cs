using System.Buffers.Binary;
using System.IO.Hashing;

namespace PureEdge.Storage.Sealing;

/// <summary>
/// What follows the content of a sealed file: the checksum of each page, then a footer of <see cref="FooterBytes"/> bytes. It makes every
/// flipped bit and every cut visible, page by page, without reading the whole file.
/// </summary>
/// <remarks>Footer, little-endian: magic 8, format 4, page size 4, length of the content 8, checksum of the page checksums 8, checksum of the footer 8.</remarks>
internal static class SealTrailer
{
    /// <summary>The bytes that share a checksum; what one random read costs at least.</summary>
    public const int PageBytes = 64 * 1024;

    public const int FooterBytes = 40;

    private const ulong Magic = 0x6c61_6573_6567_6450; // "Pdgeseal"
    private const int Format = 1;

    public static long Pages(long content) => (content + PageBytes - 1) / PageBytes;

    /// <summary>The checksum of a page, which also depends on its place in the file.</summary>
    public static ulong Checksum(ReadOnlySpan<byte> page, long index) => XxHash3.HashToUInt64(page, index);

    public static byte[] Encode(ReadOnlySpan<ulong> pages, long content)
    {
        var bytes = new byte[checked((pages.Length * 8) + FooterBytes)];
        for (var i = 0; i < pages.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * 8), pages[i]);
        }

        var footer = bytes.AsSpan(pages.Length * 8);
        BinaryPrimitives.WriteUInt64LittleEndian(footer, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(footer[8..], Format);
        BinaryPrimitives.WriteInt32LittleEndian(footer[12..], PageBytes);
        BinaryPrimitives.WriteInt64LittleEndian(footer[16..], content);
        BinaryPrimitives.WriteUInt64LittleEndian(footer[24..], XxHash3.HashToUInt64(bytes.AsSpan(0, pages.Length * 8)));
        BinaryPrimitives.WriteUInt64LittleEndian(footer[32..], XxHash3.HashToUInt64(footer[..32]));
        return bytes;
    }

    /// <summary>Reads the footer of a file.</summary>
    /// <param name="footer">Its last <see cref="FooterBytes"/> bytes.</param>
    /// <param name="file">The length of the whole file: every length in the footer must agree with it, so that none is believed unchecked.</param>
    /// <returns>The length of the content and the checksum of the page checksums, or <see langword="null"/> when it is damaged.</returns>
    public static (long Content, ulong Table)? DecodeFooter(ReadOnlySpan<byte> footer, long file)
    {
        if (BinaryPrimitives.ReadUInt64LittleEndian(footer) != Magic
            || BinaryPrimitives.ReadUInt64LittleEndian(footer[32..]) != XxHash3.HashToUInt64(footer[..32])
            || BinaryPrimitives.ReadInt32LittleEndian(footer[8..]) != Format
            || BinaryPrimitives.ReadInt32LittleEndian(footer[12..]) != PageBytes)
        {
            return null;
        }

        var content = BinaryPrimitives.ReadInt64LittleEndian(footer[16..]);
        return content >= 0 && content <= file && content + (Pages(content) * 8) + FooterBytes == file
            ? (content, BinaryPrimitives.ReadUInt64LittleEndian(footer[24..]))
            : null;
    }

    /// <summary>Reads the page checksums.</summary>
    /// <returns>One for each page, or <see langword="null"/> when they are damaged.</returns>
    public static ulong[]? DecodeTable(ReadOnlySpan<byte> table, ulong checksum)
    {
        if (XxHash3.HashToUInt64(table) != checksum)
        {
            return null;
        }

        var pages = new ulong[table.Length / 8];
        for (var i = 0; i < pages.Length; i++)
        {
            pages[i] = BinaryPrimitives.ReadUInt64LittleEndian(table[(i * 8)..]);
        }

        return pages;
    }
}
