using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureEdge.Engine.WebApi.FormData;

namespace PureEdge.Engine.Tests.WebApi.FormData;

public class MultipartTests
{
    [Property(MaxTest = 200)]
    public void What_is_written_reads_back((string Name, string? File, byte[] Data)[] entries)
    {
        MultipartPart[] parts = [.. entries.Select(e => new MultipartPart(
            Name(e.Name), e.File is null ? null : Name(e.File), e.File is null ? null : "x/y", e.Data ?? []))];
        var bytes = MultipartWriter.Write(parts, "----b", (int)MultipartWriter.SizeBound(parts, "----b"));
        Assert.True(bytes.Length <= MultipartWriter.SizeBound(parts, "----b"));

        var read = MultipartReader.Parse(bytes, "----b", 1000, out var error);
        Assert.Equal("", error);
        Assert.Equal(parts.Length, read!.Count);
        foreach (var (expected, actual) in parts.Zip(read))
        {
            Assert.Equal((expected.Name, expected.FileName, expected.ContentType), (actual.Name, actual.FileName, actual.ContentType));
            Assert.True(expected.Data.Span.SequenceEqual(actual.Data.Span));
        }
    }

    [Property(MaxTest = 500)]
    public void Damage_is_an_error_or_another_form_but_never_a_crash(byte[] noise, ushort at, byte value)
    {
        MultipartPart[] parts = [new("a", null, null, noise), new("b", "c", "d/e", noise)];
        var bytes = MultipartWriter.Write(parts, "b", (int)MultipartWriter.SizeBound(parts, "b")).ToArray();
        bytes[at % bytes.Length] = value;
        MultipartReader.Parse(bytes, "b", 10, out _);
        MultipartReader.Parse(bytes.AsMemory(0, at % bytes.Length), "b", 10, out _);
        MultipartReader.Parse(noise, "b", 10, out _);
    }

    [Theory]
    [InlineData("--b--", 0)]
    [InlineData("--b--\r\nepilogue", 0)]
    [InlineData("\r\n--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--", 1)]
    [InlineData("--b  \r\ncontent-disposition:FORM-DATA;filename=\"x\";name=\"a\"\r\n\r\n\r\n--b--", 1)]
    [InlineData("--b\r\nX: y\r\nContent-Disposition: form-data; name=\"a;b\"; x=y\r\n\r\n1\r\n--b--", 1)]
    public void What_senders_vary_is_accepted(string body, int count)
    {
        var parts = MultipartReader.Parse(Encoding.UTF8.GetBytes(body), "b", 10, out var error);
        Assert.Equal("", error);
        Assert.Equal(count, parts!.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("--b")]
    [InlineData("--b\r\n")]
    [InlineData("--b\r\n\r\n1\r\n--b--")]
    [InlineData("--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--b--")]
    [InlineData("--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--b--")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--bc\r\n--b--")]
    [InlineData("--b\r\nno colon\r\n\r\n1\r\n--b--")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1")]
    public void What_is_no_form_is_an_error(string body)
    {
        Assert.Null(MultipartReader.Parse(Encoding.UTF8.GetBytes(body), "b", 10, out var error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void Parts_headers_and_boundaries_have_caps()
    {
        var part = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
        MultipartReader.Parse(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, 11)) + "--b--"), "b", 10, out var error);
        Assert.Equal("it has more than 10 parts", error);
        MultipartReader.Parse(Encoding.UTF8.GetBytes("--b\r\nX: " + new string('y', 20_000) + "\r\n\r\n"), "b", 10, out error);
        Assert.Equal("a part's headers have more than 16384 bytes", error);
        MultipartReader.Parse(default, new string('b', 201), 10, out error);
        Assert.Contains("201", error, StringComparison.Ordinal);
    }

    /// <summary>A name as a form has it: well-formed, and without the three escapes, which the format cannot tell from what they stand for.</summary>
    private static string Name(string? text) => MultipartWriter.NormalizeNewlines(
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? "")).Replace("%", "", StringComparison.Ordinal));
}
