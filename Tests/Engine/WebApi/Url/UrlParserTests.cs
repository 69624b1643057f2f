using PureEdge.Engine.WebApi.Url;

namespace PureEdge.Engine.Tests.WebApi.Url;

public class UrlParserTests
{
    // Input, base (or null), what the standard gives (or null for failure).
    [Theory]
    [InlineData("https://example.com/a?b#c", null, "https://example.com/a?b#c")]
    [InlineData("https://example.com", null, "https://example.com/")]
    [InlineData("https://example.com:443/", null, "https://example.com/")]
    [InlineData("https://example.com:8443/x", null, "https://example.com:8443/x")]
    [InlineData("https://example.com:08443/x", null, "https://example.com:8443/x")]
    [InlineData("https://example.com:65536/", null, null)]
    [InlineData("http://example.com:80x/", null, null)]
    [InlineData("HTTP://EXAMPLE.com/%7Efoo/../bar", null, "http://example.com/bar")]
    [InlineData("  http://a/\tb\n ", null, "http://a/b")]
    [InlineData("http:\\\\a\\b", null, "http://a/b")]
    [InlineData("http:a", "http://x/y/z", "http://x/y/a")]
    [InlineData("http:////a", null, "http://a/")]
    [InlineData("//b/c", "https://a/x", "https://b/c")]
    [InlineData("?q", "https://a/x?y#z", "https://a/x?q")]
    [InlineData("#f", "https://a/x?y#z", "https://a/x?y#f")]
    [InlineData("", "https://a/x?y#z", "https://a/x?y")]
    [InlineData("../../..", "https://a/x/y/z", "https://a/")]
    [InlineData("%2e%2E/b", "https://a/x/y/z", "https://a/x/b")]
    [InlineData("foo://x/..", null, "foo://x/")]
    [InlineData("foo:/..", null, "foo:/")]
    [InlineData("foo:a b ?c", null, "foo:a b%20?c")]
    [InlineData("foo:a b", null, "foo:a b")]
    [InlineData("#x", "foo:bar", "foo:bar#x")]
    [InlineData("a#x", "foo:bar", null)]
    [InlineData("web+demo:/.//not-a-host/", null, "web+demo:/.//not-a-host/")]
    [InlineData("foo://ho st/", null, null)]
    [InlineData("foo://h%C3%A9é/", null, "foo://h%C3%A9%C3%A9/")]
    [InlineData("http://u:p@h@x/", null, "http://u:p%40h@x/")]
    [InlineData("http://u@/", null, null)]
    [InlineData("http://:p@h/", null, "http://:p@h/")]
    [InlineData("http://h/{}^|`'\"<>", null, "http://h/%7B%7D%5E|%60'%22%3C%3E")]
    [InlineData("http://h/?'#'`", null, "http://h/?%27#'%60")]
    [InlineData("foo://h/?'", null, "foo://h/?'")]
    [InlineData("file:///C|/x/../..", null, "file:///C:/")]
    [InlineData("file://localhost/x", null, "file:///x")]
    [InlineData("file:x", "file:///C:/a/b", "file:///C:/a/x")]
    [InlineData("/x", "file:///C:/a/b", "file:///C:/x")]
    [InlineData("C|/x", "file://h/a/b", "file://h/C:/x")]
    public void The_parser_gives_what_the_standard_says(string input, string? @base, string? expected) =>
        Assert.Equal(expected, UrlRecord.Parse(input, @base is null ? null : UrlRecord.Parse(@base))?.Href);

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("0x7f.1", "127.0.0.1")]
    [InlineData("0300.0250.1", "192.168.0.1")]
    [InlineData("4294967295", "255.255.255.255")]
    [InlineData("4294967296", null)]
    [InlineData("99999999999999999999999999", null)]
    [InlineData("1.2.3.4.", "1.2.3.4")]
    [InlineData("1.2.3.4.5", null)]
    [InlineData("1.2.3.256", null)]
    [InlineData("256.1", null)]
    [InlineData("08", null)]
    [InlineData("a.0x", null)]
    [InlineData("a.1b", "a.1b")]
    [InlineData("[::]", "[::]")]
    [InlineData("[1:0:0:2:0:0:0:3]", "[1:0:0:2::3]")]
    [InlineData("[::1.2.3.4]", "[::102:304]")]
    [InlineData("[::1.2.3.04]", null)]
    [InlineData("[::1.2.3]", null)]
    [InlineData("[1::2::3]", null)]
    [InlineData("[1:2:3:4:5:6:7:8:9]", null)]
    [InlineData("[1:2:3:4:5:6:7::]", "[1:2:3:4:5:6:7:0]")]
    [InlineData("[::1", null)]
    [InlineData("[::1%25eth0]", null)]
    [InlineData("%41bc.example", "abc.example")]
    [InlineData("a%00b", null)]
    [InlineData("a%25b", null)]
    [InlineData("a^b", null)]
    [InlineData("%EF%BC%85%EF%BC%94%EF%BC%91.com", null)]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("BU\u0308CHER.example", "xn--bcher-kva.example")]
    [InlineData("faß.example", "xn--fa-hia.example")]
    [InlineData("日本語。ＪＰ", "xn--wgv71a119e.jp")]
    [InlineData("\u00AD", null)]
    [InlineData("a\u00ADb", "ab")]
    [InlineData("xn--a", null)]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("xn--zca.example", "xn--zca.example")]
    [InlineData("xn--xn--a--gua.pt", null)]
    [InlineData("a\u200Cb", null)]
    [InlineData("\u0646\u0627\u0645\u0647\u200C\u0627\u06CC", "xn--mgba3gch31f060k")]
    [InlineData("\u05D0a", null)]
    [InlineData("\u0915\u094D\u200D\u0937", "xn--11b2ezcw70k")]
    [InlineData("\u0301a", null)]
    [InlineData("각", "xn--p39a")]
    [InlineData("\u1100\u1161\u11A8", "xn--p39a")]
    [InlineData("\uD83D\uDE00.example", "xn--e28h.example")]
    public void A_host_is_parsed_or_refused(string host, string? expected) =>
        Assert.Equal(expected, UrlRecord.Parse($"http://{host}/")?.Host);

    [Theory]
    [InlineData("https://u:p@h:8080/a?b", "https://h:8080")]
    [InlineData("ftp://h/", "ftp://h")]
    [InlineData("blob:https://h/uuid", "https://h")]
    [InlineData("blob:ftp://h/uuid", "null")]
    [InlineData("file:///x", "null")]
    [InlineData("data:,x", "null")]
    public void The_origin_is_a_tuple_only_for_schemes_of_the_network(string url, string expected) =>
        Assert.Equal(expected, UrlRecord.Parse(url)!.Origin);

    [Fact]
    public void An_ordinary_URL_is_its_own_serialisation_and_is_cut_only_when_asked()
    {
        var input = "https://example.com:8080/a/b.c?x=1&y=%20#frag";
        var url = UrlRecord.Parse(input)!;
        Assert.Same(input, url.Href);
        Assert.Equal("example.com:8080", url.HostAndPort);
        Assert.Equal(("/a/b.c", "?x=1&y=%20", "#frag"), (url.PathName, url.Search, url.Hash));
        Assert.Equal("https://example.com:8080/a/b.c?x=1&y=%20", url.Serialize(excludeFragment: true));
    }

    [Fact]
    public void Lone_surrogates_become_replacement_characters_and_no_host_has_them()
    {
        Assert.Equal("http://a/%EF%BF%BD?%EF%BF%BD#%EF%BF%BD", UrlRecord.Parse("http://a/\ud800?\udc00#\ud800")!.Href);
        Assert.Null(UrlRecord.Parse("http://a\ud800/"));
    }

    [Fact]
    public void An_absurdly_long_URL_is_refused() =>
        Assert.Null(UrlRecord.Parse("http://h/" + new string('a', UrlRecord.MaxInputLength)));

    [Fact]
    public void A_long_name_in_Unicode_is_refused_before_quadratic_work() =>
        Assert.Null(UrlRecord.Parse("http://" + new string('é', 100_000) + "/"));

    [Fact]
    public void Long_hostile_paths_take_linear_time()
    {
        var path = string.Concat(Enumerable.Repeat("/é/..", 300_000));
        Assert.Equal("http://h/", UrlRecord.Parse("http://h" + path)!.Href);
        Assert.Equal("http://h/" + new string('/', 1_000_000), UrlRecord.Parse("http://h/" + new string('\\', 1_000_000))!.Href);
        Assert.NotNull(UrlRecord.Parse("http://" + new string('@', 1_000_000) + "h/"));
    }
}
