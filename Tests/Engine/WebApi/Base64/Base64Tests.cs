using System.Text;
using FsCheck.Xunit;
using PureEdge.Engine.Tests.Interop;
using PureEdge.Engine.WebApi.Base64;

namespace PureEdge.Engine.Tests.WebApi.Base64;

public class Base64Tests
{
    [Fact]
    public void A_view_into_a_buffer_is_encoded_from_its_own_beginning() => Assert.Equal(
        """["AwQ","0304","AwQF","",[1,9,9,4]]""",
        TestRealm.Json("""
            const all = new Uint8Array([1, 2, 3, 4, 5]), target = new Uint8Array([1, 2, 3, 4]);
            target.subarray(1, 3).setFromHex("0909");
            return [all.subarray(2, 4).toBase64({ alphabet: "base64url", omitPadding: true }), all.subarray(2, 4).toHex(), all.subarray(2).toBase64(), all.subarray(5).toHex(), [...target]];
            """));

    [Theory]
    [InlineData("", "")]
    [InlineData(" Y Q\t=\n=\r\f", "a")]
    [InlineData("YQ", "a")]
    [InlineData("YR==", "a")]
    [InlineData("YWI", "ab")]
    [InlineData("YWJj", "abc")]
    [InlineData("Y", null)]
    [InlineData("YQ=", null)]
    [InlineData("YQ===", null)]
    [InlineData("====", null)]
    [InlineData("Y=Q=", null)]
    [InlineData("YW-_", null)]
    [InlineData("YQ\u00a0==", null)]
    [InlineData("YWJj\v", null)]
    public void Decoding_forgives_what_the_standard_forgives(string text, string? expected) =>
        Assert.Equal(expected, ForgivingBase64.Decode(text) is { } bytes ? Encoding.Latin1.GetString(bytes) : null);

    [Property(MaxTest = 500)]
    public bool What_dotnet_encodes_comes_back_with_and_without_padding(byte[] bytes)
    {
        var text = Convert.ToBase64String(bytes);
        return ForgivingBase64.Decode(text)!.AsSpan().SequenceEqual(bytes) && ForgivingBase64.Decode(text.TrimEnd('='))!.AsSpan().SequenceEqual(bytes);
    }

    [Fact]
    public void The_globals_encode_and_decode_binary_strings() => Assert.Equal(
        """["AP8=",[0,255],"bnVsbA==","InvalidCharacterError","InvalidCharacterError","TypeError"]""",
        TestRealm.Json("""
            const name = f => { try { f(); return "none"; } catch (e) { return e.name; } };
            return [btoa("\0\xff"), [...atob("AP8=")].map(c => c.charCodeAt()), btoa(null), name(() => btoa("€")), name(() => atob("a")), name(() => atob())];
            """));
}
