using PureEdge.AspNetCore.Routing;

namespace PureEdge.AspNetCore.Tests.Routing;

public sealed class RoutePatternTests
{
    [Fact]
    public void It_is_printed_as_it_was_written() => Assert.Equal("*Example.com/x*", RoutePattern.Parse("*Example.com/x*").ToString());

    [Theory]
    [InlineData("example.com/*", "http", "example.com", "/", true)]
    [InlineData("example.com/*", "https", "EXAMPLE.com", "/a?b", true)]
    [InlineData("example.com/*", "http", "www.example.com", "/", false)]
    [InlineData("*.example.com/*", "http", "a.b.example.com", "/", true)]
    [InlineData("*.example.com/*", "http", "example.com", "/", false)]
    [InlineData("*example.com/*", "http", "example.com", "/", true)]
    [InlineData("*example.com/*", "http", "notexample.com", "/", true)]
    [InlineData("example.com/api/*", "http", "example.com", "/api/x", true)]
    [InlineData("example.com/api/*", "http", "example.com", "/api", false)]
    [InlineData("example.com/api*", "http", "example.com", "/api?x", true)]
    [InlineData("example.com/api", "http", "example.com", "/api?x", false)]
    [InlineData("example.com", "http", "example.com", "/", true)]
    [InlineData("https://example.com/*", "http", "example.com", "/", false)]
    [InlineData("https://example.com/*", "https", "example.com", "/", true)]
    public void A_pattern_matches(string pattern, string scheme, string host, string target, bool expected) =>
        Assert.Equal(expected, RoutePattern.Parse(pattern).Matches(scheme, host, target));

    [Theory]
    [InlineData("")]
    [InlineData("/path")]
    [InlineData("exa*mple.com/")]
    [InlineData("example.com/a*b")]
    [InlineData("example.com:8080/*")]
    [InlineData("ftp://example.com/*")]
    [InlineData("exam ple.com/")]
    [InlineData("example.com/a b")]
    public void What_is_no_pattern_is_refused(string pattern) =>
        Assert.Contains("is no pattern", Assert.Throws<PureEdgeException>(() => RoutePattern.Parse(pattern)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_more_specific_pattern_comes_first()
    {
        string[] order =
        [
            "www.example.com/a/b/*", "www.example.com/a", "www.example.com/a*", "www.example.com/*", "example.com/*", "*.www.example.com/*", "*.example.com/a*", "*.example.com/*", "*/*",
        ];
        Assert.Equal(order, order.Reverse().Select(RoutePattern.Parse).Order().Select(p => p.Text));
    }
}
