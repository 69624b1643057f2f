using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureEdge.Engine.WebApi.Fetch;

namespace PureEdge.Engine.Tests.WebApi.Fetch;

public class MimeTypeLaws
{
    private static readonly string[] Pieces =
        ["text", "/", "html", "x", ";", "charset", "=", "utf-8", "\"", "\\", " ", "\t", "\r\n", "é", "\u0100", "\0", ",", "base64", "%41", "%", "%zz", "data:", "a=b", "=="];

    [Property(MaxTest = 1000)]
    public Property A_type_that_is_written_reads_back() => Prop.ForAll(TypeLike(), static text =>
    {
        var type = MimeType.Parse(text);
        return type is null || MimeType.Parse(type.ToString())?.ToString() == type.ToString();
    });

    [Property(MaxTest = 1000)]
    public Property A_data_URL_is_read_or_refused() => Prop.ForAll(TypeLike(), static text =>
    {
        var ascii = new string([.. text.Where(char.IsAscii)]);
        var read = DataUrl.Parse("data:" + ascii);
        return read is null ? !ascii.Contains(',', StringComparison.Ordinal) || ascii.Contains("base64", StringComparison.OrdinalIgnoreCase) : read.Value.Body.Length <= ascii.Length;
    });

    [Property(MaxTest = 300)]
    public void Bytes_in_a_data_URL_come_out_again(byte[] bytes)
    {
        bytes ??= [];
        var escaped = string.Concat(bytes.Select(static b => $"%{b:x2}"));
        Assert.Equal(bytes, DataUrl.Parse("data:," + escaped)!.Value.Body.ToArray());
        Assert.Equal(bytes, DataUrl.Parse("data:a/b;base64," + Convert.ToBase64String(bytes))!.Value.Body.ToArray());
    }

    private static Arbitrary<string> TypeLike() => Gen.Elements(Pieces).ArrayOf().Select(static pieces => "text/html" + string.Concat(pieces)).ToArbitrary();
}
