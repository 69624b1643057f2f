using System.Text;
using FsCheck.Xunit;
using PureEdge.Engine.WebApi.Node;

namespace PureEdge.Engine.Tests.WebApi.Node;

public class NodeEncodingLaws
{
    [Property]
    public bool Bytes_come_back_from_every_encoding_that_can_hold_them(byte[] bytes) =>
        ((NodeEncoding[])[NodeEncoding.Latin1, NodeEncoding.Base64, NodeEncoding.Base64Url, NodeEncoding.Hex])
            .All(encoding => NodeEncodings.GetBytes(encoding, NodeEncodings.GetString(encoding, bytes)).AsSpan().SequenceEqual(bytes));

    [Property]
    public bool Encoded_bytes_are_what_the_platform_makes_of_them(byte[] bytes) =>
        NodeEncodings.GetString(NodeEncoding.Base64, bytes) == Convert.ToBase64String(bytes)
        && NodeEncodings.GetString(NodeEncoding.Hex, bytes) == Convert.ToHexStringLower(bytes)
        && NodeEncodings.GetString(NodeEncoding.Base64Url, bytes) == Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_')
        && NodeEncodings.GetString(NodeEncoding.Utf8, bytes) == Encoding.UTF8.GetString(bytes);

    [Property]
    public bool Units_of_a_string_come_back_from_utf16_whatever_they_are(char[] units)
    {
        var text = new string(units);
        return NodeEncodings.GetString(NodeEncoding.Utf16Le, NodeEncodings.GetBytes(NodeEncoding.Utf16Le, text)) == text;
    }

    [Property]
    public bool No_text_is_decoded_to_more_bytes_than_were_allowed_for(string text) => Enum.GetValues<NodeEncoding>()
        .All(encoding => NodeEncodings.GetBytes(encoding, text ?? "").Length <= NodeEncodings.MaxBytes(encoding, (text ?? "").Length));

    [Property]
    public bool No_bytes_become_more_characters_than_were_allowed_for(byte[] bytes) => Enum.GetValues<NodeEncoding>()
        .All(encoding => NodeEncodings.GetString(encoding, bytes).Length <= NodeEncodings.MaxCharacters(encoding, bytes.Length));

    [Property(MaxTest = 300)]
    public bool A_string_decoder_does_not_care_where_the_bytes_are_cut(byte[] bytes, int[] cuts) =>
        Enum.GetValues<NodeEncoding>().All(encoding => Decoded(encoding, bytes, cuts) == NodeEncodings.GetString(encoding, bytes));

    [Property(MaxTest = 300)]
    public bool A_string_decoder_does_not_care_where_characters_are_cut(string text, int[] cuts)
    {
        byte[] bytes = Encoding.UTF8.GetBytes("é€😀" + text);
        return Decoded(NodeEncoding.Utf8, bytes, cuts) == Encoding.UTF8.GetString(bytes);
    }

    private static string Decoded(NodeEncoding encoding, byte[] bytes, int[] cuts)
    {
        var decoding = new StringDecoding(encoding);
        var text = new StringBuilder();
        var at = 0;
        foreach (var cut in cuts.Select(cut => (int)((uint)cut % (uint)(bytes.Length + 1))).Order())
        {
            text.Append(decoding.Write(bytes.AsSpan(at, Math.Max(0, cut - at))));
            at = Math.Max(at, cut);
        }

        return text.Append(decoding.Write(bytes.AsSpan(at))).Append(decoding.End()).ToString();
    }
}
