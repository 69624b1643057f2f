using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureEdge.AspNetCore.Bindings.Assets;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Tests.Bindings.Assets;

public sealed class AssetRulesTests
{
    private static readonly string[] Modes = ["auto-trailing-slash", "force-trailing-slash", "drop-trailing-slash", "none"];

    // What the files /file.html, /folder/index.html, /both.html, /both/index.html, /index.html and /x.css do in each mode.
    [Theory]
    [InlineData("auto-trailing-slash", "/", "/index.html")]
    [InlineData("auto-trailing-slash", "/index", "-> /")]
    [InlineData("auto-trailing-slash", "/index.html", "-> /")]
    [InlineData("auto-trailing-slash", "/file", "/file.html")]
    [InlineData("auto-trailing-slash", "/file.html", "-> /file")]
    [InlineData("auto-trailing-slash", "/file/", "-> /file")]
    [InlineData("auto-trailing-slash", "/file/index", "-> /file")]
    [InlineData("auto-trailing-slash", "/file/index.html", "-> /file")]
    [InlineData("auto-trailing-slash", "/folder", "-> /folder/")]
    [InlineData("auto-trailing-slash", "/folder.html", "-> /folder/")]
    [InlineData("auto-trailing-slash", "/folder/", "/folder/index.html")]
    [InlineData("auto-trailing-slash", "/folder/index", "-> /folder/")]
    [InlineData("auto-trailing-slash", "/both", "/both.html")]
    [InlineData("auto-trailing-slash", "/both/", "/both/index.html")]
    [InlineData("auto-trailing-slash", "/x.css", "/x.css")]
    [InlineData("auto-trailing-slash", "/x.css/", "none")]
    [InlineData("auto-trailing-slash", "/none", "none")]
    [InlineData("force-trailing-slash", "/", "/index.html")]
    [InlineData("force-trailing-slash", "/file", "-> /file/")]
    [InlineData("force-trailing-slash", "/file/", "/file.html")]
    [InlineData("force-trailing-slash", "/file.html", "-> /file/")]
    [InlineData("force-trailing-slash", "/folder", "-> /folder/")]
    [InlineData("force-trailing-slash", "/folder/", "/folder/index.html")]
    [InlineData("force-trailing-slash", "/folder/index.html", "-> /folder/")]
    [InlineData("force-trailing-slash", "/x.css", "/x.css")]
    [InlineData("drop-trailing-slash", "/", "/index.html")]
    [InlineData("drop-trailing-slash", "/file", "/file.html")]
    [InlineData("drop-trailing-slash", "/file/", "-> /file")]
    [InlineData("drop-trailing-slash", "/folder", "/folder/index.html")]
    [InlineData("drop-trailing-slash", "/folder/", "-> /folder")]
    [InlineData("drop-trailing-slash", "/folder/index.html", "-> /folder")]
    [InlineData("none", "/", "none")]
    [InlineData("none", "/file", "none")]
    [InlineData("none", "/file.html", "/file.html")]
    [InlineData("none", "/folder/index.html", "/folder/index.html")]
    public void A_path_leads_to_a_page_as_the_mode_says(string mode, string path, string expected)
    {
        var (file, redirect) = HtmlPaths.Resolve(Table("/file.html", "/folder/index.html", "/both.html", "/both/index.html", "/index.html", "/x.css"), mode, path);
        Assert.Equal(expected, redirect is not null ? "-> " + redirect : file?.Path ?? "none");
    }

    [Property(MaxTest = 2000)]
    public Property A_redirect_leads_to_a_file_in_one_step()
    {
        var part = Gen.Elements("/", "/a", "/a.html", "/index", "/index.html", "/b", ".html", "/");
        var path = from count in Gen.Choose(1, 4) from parts in Gen.ArrayOf(part, count) select string.Concat(parts);
        var all = from files in Gen.ListOf(path) from asked in path from mode in Gen.Elements(Modes) select (files, asked, mode);
        return Prop.ForAll(Arb.From(all), each =>
        {
            var table = Table([.. each.files.Distinct(StringComparer.Ordinal)]);
            var (file, redirect) = HtmlPaths.Resolve(table, each.mode, each.asked.StartsWith('/') ? each.asked : "/" + each.asked);
            return redirect is null || (file is null && HtmlPaths.Resolve(table, each.mode, redirect) is { File: not null, Redirect: null });
        });
    }

    [Theory]
    [InlineData("bytes=0-4", 0, 5)]
    [InlineData("bytes=5-", 5, 5)]
    [InlineData("bytes=-3", 7, 3)]
    [InlineData("bytes=-30", 0, 10)]
    [InlineData("bytes=8-99", 8, 2)]
    [InlineData("bytes=10-", 10, 0)]
    [InlineData("bytes=-0", 10, 0)]
    [InlineData("Bytes=1-1", 1, 1)]
    public void A_range_is_cut_to_the_file(string header, long offset, long length) => Assert.Equal(new ByteRange(offset, length), ByteRange.From(header, 10));

    [Theory]
    [InlineData(null)]
    [InlineData("bytes")]
    [InlineData("bytes=")]
    [InlineData("bytes=-")]
    [InlineData("bytes=4-2")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=0-1,3-4")]
    [InlineData("bytes=99999999999999999999-")]
    [InlineData("lines=1-2")]
    public void What_is_no_range_is_as_if_it_was_not_there(string? header) => Assert.Null(ByteRange.From(header, 10));

    [Theory]
    [InlineData("/api/*", "/api/x", true)]
    [InlineData("/api/*", "/api", false)]
    [InlineData("/api/*,!/api/docs/*", "/api/docs/x", false)]
    [InlineData("/api/*,!/api/docs/*", "/api/other", true)]
    [InlineData("/*/x/*", "/a/b/x/c", true)]
    [InlineData("/*/x/*", "/a/b/y/c", false)]
    public void The_worker_comes_first_where_a_pattern_says_so(string patterns, string path, bool expected) =>
        Assert.Equal(expected, AssetConfig.From(new JsonObject { ["run_worker_first"] = new JsonArray([.. patterns.Split(',').Select(p => (JsonNode?)p)]) }).IsForWorker(path));

    [Fact]
    public void A_pattern_of_many_stars_takes_no_time()
    {
        var config = AssetConfig.From(new JsonObject { ["run_worker_first"] = new JsonArray("/" + string.Concat(Enumerable.Repeat("*a", 500)) + "b") });
        Assert.False(config.IsForWorker("/" + new string('a', 16_000)));
    }

    [Theory]
    [InlineData("/a/*", "/a/b/c", "/x/:splat", "/x/b/c")]
    [InlineData("/:year/:name", "/2026/post", "/:name-:year", "/post-2026")]
    [InlineData("/:year/:name", "/2026/a/b", "/x", null)]
    [InlineData("/plain", "/plain", "/:none", "/:none")]
    public void Variables_of_a_rule_are_filled_in(string pattern, string path, string text, string? expected)
    {
        var match = RulePattern.From(pattern)!.Match("h", path);
        Assert.Equal(expected, match is null ? null : RulePattern.Fill(text, match));
    }

    [Theory]
    [InlineData("x y z", "Line 1 of '_redirects'")]
    [InlineData("/a", "is no rule")]
    [InlineData("/a /b 999", "is no rule")]
    [InlineData("# fine\n/a javascript:alert(1)", "Line 2 of '_redirects' has no sound destination")]
    [InlineData("/a //evil.example", "no sound destination")]
    [InlineData("/a https://x/ 200", "no sound destination")]
    [InlineData("/*/* /b", "is no pattern")]
    [InlineData("/:a/:a /b", "is no pattern")]
    public void What_is_no_redirect_is_named_with_its_line(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<PureEdgeException>(() => RedirectRule.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("  X: y", "comes before the first path")]
    [InlineData("/a\n  nonsense", "Line 2 of '_headers' is no header")]
    [InlineData("/a\n  X y: z", "is no header")]
    [InlineData("/a\n  X: \u0001", "is no header")]
    [InlineData("/a\n  X: \u20ac", "is no header")]
    public void What_is_no_header_is_named_with_its_line(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<PureEdgeException>(() => HeaderRule.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void There_are_no_more_rules_than_there_may_be()
    {
        Assert.Contains("2100", Assert.Throws<PureEdgeException>(() => RedirectRule.Parse(string.Concat(Enumerable.Repeat("/a /b\n", 2101)))).Message, StringComparison.Ordinal);
        Assert.Contains("100", Assert.Throws<PureEdgeException>(() => HeaderRule.Parse(string.Concat(Enumerable.Repeat("/a\n", 101)))).Message, StringComparison.Ordinal);
        Assert.Contains("2000", Assert.Throws<PureEdgeException>(() => HeaderRule.Parse("/" + new string('x', 2001))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("html_handling", "\"sometimes\"")]
    [InlineData("not_found_handling", "7")]
    [InlineData("run_worker_first", "[\"api\"]")]
    [InlineData("run_worker_first", "[7]")]
    [InlineData("_headers", "{}")]
    public void A_configuration_that_is_none_is_refused_with_its_key(string key, string value) =>
        Assert.Contains($"'assets.config.{key}'", Assert.Throws<PureEdgeException>(() => AssetConfig.From(new JsonObject { [key] = JsonNode.Parse(value) })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"index.html":{"hash":"00000000000000000000000000000000","size":1}}""")]
    [InlineData("""{"/../x":{"hash":"00000000000000000000000000000000","size":1}}""")]
    [InlineData("""{"/a//b":{"hash":"00000000000000000000000000000000","size":1}}""")]
    [InlineData("""{"/a\u0000":{"hash":"00000000000000000000000000000000","size":1}}""")]
    [InlineData("""{"/a":{"hash":"xyz","size":1}}""")]
    [InlineData("""{"/a":{"hash":"00000000000000000000000000000000","size":-1}}""")]
    [InlineData("""{"/a":{"hash":"00000000000000000000000000000000","size":26214401}}""")]
    [InlineData("""{"/a":{"hash":"00000000000000000000000000000000"}}""")]
    [InlineData("""{"/a":null}""")]
    public void What_is_no_manifest_is_refused(string manifest) =>
        Assert.Equal("assets_invalid", Assert.Throws<PureEdgeException>(() => AssetManifest.From(JsonNode.Parse(manifest)!.AsObject())).Code);

    private static AssetTable Table(params string[] paths)
    {
        Assert.True(BlobHash.TryParse(new string('0', 64), out var hash));
        return new(paths.Select(path => new Asset(path, new string('0', 32), null, new(hash, 1))));
    }
}
