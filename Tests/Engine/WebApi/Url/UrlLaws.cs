using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureEdge.Engine.WebApi.Url;

namespace PureEdge.Engine.Tests.WebApi.Url;

public class UrlLaws
{
    private static readonly string[] Pieces =
    [
        "http:", "https:", "file:", "foo:", "data:", "//", "/", "\\", "?", "#", "@", ":", ".", "..", "%2e", "[", "]", "::1", "1.2.3.4", "0x7f",
        "C|", "localhost", "example.com", "xn--", "é", "ß", "日本", "\u200d", "\u00ad", " ", "\t", "^", "{", "'", "\"", "<", "%", "%41", "%00", "\0",
        "\ud800", "\U0001F600", ":80", ":65536", "a", "b", "user", "+", "&", "=", "~",
    ];

    private static Arbitrary<string> UrlLike() =>
        Gen.Elements(Pieces).ListOf().Select(static pieces => string.Concat(pieces)).ToArbitrary();

    [Property(MaxTest = 2000)]
    public Property Parsing_a_serialised_URL_gives_it_again() => Prop.ForAll(UrlLike(), static input =>
    {
        var url = UrlRecord.Parse(input) ?? UrlRecord.Parse("http://h/" + input) ?? UrlRecord.Parse("foo:" + input);
        return url is null || UrlRecord.Parse(url.Href)?.Href == url.Href;
    });

    [Property(MaxTest = 2000)]
    public Property The_fast_path_and_the_state_machine_agree() => Prop.ForAll(UrlLike(), static input =>
    {
        input = "https://example.com" + input;
        var fast = UrlRecord.Parse(input);
        var slow = UrlParser.Parse(input, null);
        return (fast is null && slow is null)
            || ((fast!.Host, fast.Port, fast.PathName, fast.Query, fast.Fragment, fast.Href)
                == (slow!.Host, slow.Port, slow.PathName, slow.Query, slow.Fragment, slow.Href));
    });

    [Property(MaxTest = 1000)]
    public Property What_a_setter_leaves_is_a_URL_that_parses_to_itself() => Prop.ForAll(UrlLike(), UrlLike(), static (input, value) =>
    {
        foreach (var set in new Action<UrlRecord, string>[]
        {
            UrlSetters.SetProtocol, UrlSetters.SetUsername, UrlSetters.SetPassword, UrlSetters.SetHost, UrlSetters.SetHostName,
            UrlSetters.SetPort, UrlSetters.SetPathName, UrlSetters.SetSearch, UrlSetters.SetHash,
        })
        {
            var url = UrlRecord.Parse(input) ?? UrlRecord.Parse("https://h/" + input) ?? UrlRecord.Parse("foo://h/x")!;
            // Trailing spaces of an opaque path go with what followed them; the standard has it so.
            var hadTail = url.HasOpaquePath;
            set(url, value);
            // Nor is "C|" read as a drive letter when only the scheme becomes "file"; the fact below pins it.
            var hasUnreadDrive = url.Scheme == "file" && url.Href.Contains('|', StringComparison.Ordinal);
            if (!hadTail && !hasUnreadDrive && UrlRecord.Parse(url.Href)?.Href != url.Href)
            {
                return false;
            }
        }

        return true;
    });

    [Fact]
    public void A_drive_letter_is_read_by_the_parser_and_not_when_the_scheme_becomes_file()
    {
        var url = UrlRecord.Parse("https://h/C|")!;
        UrlSetters.SetProtocol(url, "file");
        Assert.Equal("file://h/C|", url.Href);
        Assert.Equal("file://h/C:", UrlRecord.Parse(url.Href)!.Href);
    }

    [Property(MaxTest = 500)]
    public bool Urlencoded_pairs_come_back(List<Tuple<NonNull<string>, NonNull<string>>> pairs)
    {
        var list = pairs.ConvertAll(static pair => KeyValuePair.Create(Interop(pair.Item1.Get), Interop(pair.Item2.Get)));
        // A pair of two empty strings is "=", which is read as itself; an empty list is an empty string.
        var back = new List<KeyValuePair<string, string>>();
        FormUrlEncoded.Parse(FormUrlEncoded.Serialize(list), back);
        return back.SequenceEqual(list);
    }

    private static string Interop(string text) => PureEdge.Engine.Interop.WebIdl.WellFormed(text);
}
