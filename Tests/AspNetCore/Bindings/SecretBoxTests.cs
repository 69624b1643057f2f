using System.Security.Cryptography;
using FsCheck.Xunit;
using PureEdge.AspNetCore.Bindings.Secrets;

namespace PureEdge.AspNetCore.Tests.Bindings;

public sealed class SecretBoxTests
{
    private static readonly byte[] Key = SHA256.HashData("one"u8);

    [Property]
    public bool What_is_sealed_is_opened(FsCheck.NonNull<string> worker, FsCheck.NonNull<string> name, FsCheck.UnicodeString text)
    {
        var box = new SecretBox(Key, "key");
        var plain = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text.Get ?? ""));
        return box.Open(worker.Get, name.Get, box.Seal(worker.Get, name.Get, plain)) == plain;
    }

    [Property]
    public bool A_changed_bit_is_noticed(FsCheck.NonNull<string> text, int at)
    {
        var box = new SecretBox(Key, "key");
        var bytes = Convert.FromBase64String(box.Seal("w", "n", text.Get));
        var index = (int)((uint)at % (uint)bytes.Length);
        bytes[index] ^= (byte)(1 << (at & 7));
        return Code(() => box.Open("w", "n", Convert.ToBase64String(bytes))) is "secret_damaged" or "secret_key";
    }

    [Fact]
    public void A_secret_does_not_open_elsewhere_nor_with_another_key_nor_twice_alike()
    {
        var box = new SecretBox(Key, "key");
        var sealedText = box.Seal("w", "n", "text");
        Assert.Equal("secret_damaged", Code(() => box.Open("other", "n", sealedText)));
        Assert.Equal("secret_damaged", Code(() => box.Open("w", "other", sealedText)));
        Assert.Equal("secret_damaged", Code(() => box.Open("w", "n", "no base64")));
        Assert.Equal("secret_damaged", Code(() => box.Open("w", "n", "")));
        Assert.Equal("secret_key", Code(() => new SecretBox(SHA256.HashData("two"u8), "other-key").Open("w", "n", sealedText)));
        Assert.NotEqual(sealedText, box.Seal("w", "n", "text"));
        Assert.DoesNotContain("text", sealedText, StringComparison.Ordinal);
    }

    private static string? Code(Action act) => (Record.Exception(act) as PureEdgeException)?.Code;
}
