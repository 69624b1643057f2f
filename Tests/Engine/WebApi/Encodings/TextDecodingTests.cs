using System.Text;
using FsCheck.Xunit;
using PureEdge.Engine.WebApi.Encodings;

namespace PureEdge.Engine.Tests.WebApi.Encodings;

public class TextDecodingTests
{
    private static readonly string[] Names =
    [
        "utf-8", "utf-16le", "utf-16be", "windows-1252", "gbk", "gb18030", "big5", "euc-jp", "shift_jis", "iso-2022-jp", "euc-kr", "x-user-defined",
    ];

    [Theory]
    [InlineData(" UTF8\n", "UTF-8")]
    [InlineData("latin1", "windows-1252")]
    [InlineData("ascii", "windows-1252")]
    [InlineData("iso-8859-9", "windows-1254")]
    [InlineData("unicode", "UTF-16LE")]
    [InlineData("sjis", "Shift_JIS")]
    [InlineData("utf-7", null)]
    [InlineData("\u00a0utf-8", null)]
    [InlineData("", null)]
    public void A_label_names_an_encoding(string label, string? expected) => Assert.Equal(expected, TextEncodingName.Get(label)?.Name);

    [Theory]
    [InlineData("windows-1252", "80818D9FFF", "\u20ac\u0081\u008d\u0178\u00ff")]
    [InlineData("windows-1253", "AAD2FFC1", "\ufffd\ufffd\ufffd\u0391")]
    [InlineData("iso-8859-8-i", "E0", "\u05d0")]
    [InlineData("koi8-u", "A4AE", "\u0454\u045e")]
    [InlineData("macintosh", "DBF0", "\u20ac\uf8ff")]
    [InlineData("x-user-defined", "41FF", "A\uf7ff")]
    [InlineData("utf-16le", "3DD800DE", "\U0001F600")]
    [InlineData("utf-16be", "D83D0041DE", "\ufffdA\ufffd")]
    [InlineData("utf-16le", "3DD800", "\ufffd")]
    [InlineData("gbk", "80C4E3BAC3", "\u20ac\u4f60\u597d")]
    [InlineData("gb18030", "8130813095328236A6D9", "\u0080\U00020000\ufe10")]
    [InlineData("gb18030", "813081FF", "\ufffd0\ufffd")]
    [InlineData("gb18030", "8431A53041", "\ufffdA")]
    [InlineData("big5", "A7DAA55D88628864", "\u6211\u5305\u00ca\u0304\u00ca\u030c")]
    [InlineData("big5", "8745", "\U00027267")]
    [InlineData("big5", "8141", "\ufffdA")]
    [InlineData("euc-jp", "C6FCCBDC8EB18FB0A1", "\u65e5\u672c\uff71\u4e02")]
    [InlineData("shift_jis", "93FA967BB1F040", "\u65e5\u672c\uff71\ue000")]
    [InlineData("iso-2022-jp", "1B2442467C4B5C1B284241", "\u65e5\u672cA")]
    [InlineData("iso-2022-jp", "1B28421B284A5C", "\ufffd\u00a5")]
    [InlineData("iso-2022-jp", "1B24", "\ufffd$")]
    [InlineData("euc-kr", "C7D1B1DB8141", "\ud55c\uae00\uac02")]
    [InlineData("replacement", "414243", "\ufffd")]
    public void Legacy_bytes_decode_as_the_standard_says(string label, string hex, string expected) =>
        Assert.Equal(expected, Decode(label, Convert.FromHexString(hex)));

    [Fact]
    public void Every_encoding_decodes_ASCII_and_every_byte_to_something()
    {
        foreach (var label in Names)
        {
            Assert.NotEmpty(Decode(label, [.. Enumerable.Range(0, 256).Select(static i => (byte)i)])!);
            if (!label.StartsWith("utf-16", StringComparison.Ordinal))
            {
                Assert.Equal("Hello, edge!", Decode(label, "Hello, edge!"u8));
            }
        }
    }

    [Property(MaxTest = 1000)]
    public bool Utf8_decodes_as_System_Text_does(byte[] bytes)
    {
        var text = new UTF8Encoding().GetString(bytes);
        // .NET keeps the byte order mark, which the standard drops.
        return Decode("utf-8", bytes) == (text.StartsWith('\uFEFF') ? text[1..] : text);
    }

    [Property(MaxTest = 500)]
    public bool Decoding_chunk_by_chunk_equals_decoding_at_once(byte[] noise, string words, byte[] sizes)
    {
        byte[] bytes = [.. noise, .. Encoding.UTF8.GetBytes(words ?? ""), .. noise.Select(static b => (byte)(b | 0x80)), 0x1B, 0x24, 0x42, .. noise];
        return Array.TrueForAll(Names, name =>
        {
            var decoding = new TextDecoding(TextEncodingName.Get(name)!, isFatal: false, ignoreBom: false);
            var text = new StringBuilder();
            var position = 0;
            for (var i = 0; position < bytes.Length; i++)
            {
                // Every other piece is not empty, so that the loop ends whatever the sizes are.
                var size = Math.Min((sizes.Length == 0 ? 0 : sizes[i % sizes.Length] % 5) + (i % 2), bytes.Length - position);
                text.Append(decoding.Decode(bytes.AsSpan(position, size), isLast: false));
                position += size;
            }

            text.Append(decoding.Decode([], isLast: true));
            return text.ToString() == Decode(name, bytes);
        });
    }

    [Property(MaxTest = 500)]
    public bool Fatal_decoding_fails_exactly_when_something_is_replaced(byte[] bytes)
    {
        var valid = System.Text.Unicode.Utf8.IsValid(bytes);
        return (Decode("utf-8", bytes, isFatal: true) is not null) == valid;
    }

    private static string? Decode(string label, ReadOnlySpan<byte> bytes, bool isFatal = false) =>
        new TextDecoding(TextEncodingName.Get(label)!, isFatal, ignoreBom: false).Decode(bytes, isLast: true);
}
