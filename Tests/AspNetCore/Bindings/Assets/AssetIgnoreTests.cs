using FsCheck.Xunit;
using PureEdge.AspNetCore.Bindings.Assets;

namespace PureEdge.AspNetCore.Tests.Bindings.Assets;

/// <summary>.assetsignore; what is expected was compared with the package <c>ignore</c> that wrangler uses.</summary>
public sealed class AssetIgnoreTests
{
    [Theory]
    [InlineData("", "a.js", false)]
    [InlineData("", ".assetsignore", true)]
    [InlineData("", "_headers", true)]
    [InlineData("", "_redirects", true)]
    [InlineData("", "child/_headers", false)]
    [InlineData("!_headers", "_headers", false)]
    [InlineData("a.js", "a.js", true)]
    [InlineData("a.js", "deep/er/a.js", true)]
    [InlineData("A.JS", "a.js", true)]
    [InlineData("a.js", "a.jsx", false)]
    [InlineData("a.js\r\nb.js\r\n", "b.js", true)]
    [InlineData("/a.js", "a.js", true)]
    [InlineData("/a.js", "deep/a.js", false)]
    [InlineData("deep/a.js", "deep/a.js", true)]
    [InlineData("deep/a.js", "x/deep/a.js", false)]
    [InlineData("node_modules", "node_modules/x/y.js", true)]
    [InlineData("node_modules/", "node_modules/x/y.js", true)]
    [InlineData("node_modules/", "node_modules", false)]
    [InlineData("*.map", "x/app.js.map", true)]
    [InlineData("*.map", "map", false)]
    [InlineData("x/*.map", "x/app.map", true)]
    [InlineData("x/*.map", "x/y/app.map", false)]
    [InlineData("**/x", "x", true)]
    [InlineData("**/x", "a/b/x", true)]
    [InlineData("x/**", "x/y/z", true)]
    [InlineData("x/**/z", "x/z", true)]
    [InlineData("x/**/z", "x/a/b/z", true)]
    [InlineData("x/**/z", "x/a/b/zz", false)]
    [InlineData("?.js", "a.js", true)]
    [InlineData("?.js", "ab.js", false)]
    [InlineData("[a-c].js", "B.js", true)]
    [InlineData("[a-c].js", "d.js", false)]
    [InlineData("# a comment", "# a comment", false)]
    [InlineData("\\#x", "#x", true)]
    [InlineData("\\!x", "!x", true)]
    [InlineData("a ", "a", true)]
    [InlineData("a\\ ", "a ", true)]
    [InlineData("*.js\n!keep.js", "keep.js", false)]
    [InlineData("*.js\n!keep.js", "other.js", true)]
    [InlineData("!keep.js\n*.js", "keep.js", true)]
    [InlineData("x/\n!x/keep.js", "x/keep.js", true)]
    [InlineData("x/*\n!x/keep.js", "x/keep.js", false)]
    [InlineData("/", "a", false)]
    [InlineData("   ", "a", false)]
    [InlineData("bad\\", "bad\\", false)]
    public void A_file_is_an_asset_or_not(string text, string path, bool expected) => Assert.Equal(expected, AssetIgnore.From(text).Has(path));

    [Property(MaxTest = 500)]
    public void Any_text_is_read(string text, string path)
    {
        var ignore = AssetIgnore.From(text ?? "");
        var name = "x/" + (path ?? "").Trim('/');
        // Asked again, the same is said; and what is in an ignored folder is ignored.
        Assert.Equal(ignore.Has(name), ignore.Has(name));
        Assert.True(!ignore.HasFolder("x") || ignore.Has(name));
    }

    [Fact]
    public void A_pattern_of_many_stars_takes_no_time()
    {
        var stars = string.Concat(Enumerable.Repeat("*a", 500)) + "b";
        Assert.False(AssetIgnore.From(stars + "\n" + string.Join('/', Enumerable.Repeat("**/a", 200)) + "/b").Has(string.Join('/', Enumerable.Repeat("a", 400)) + "/" + new string('a', 255)));
    }

    [Fact]
    public void So_many_rules_are_refused() => Assert.Contains(
        "10001 rules", Assert.Throws<PureEdgeException>(static () => AssetIgnore.From(string.Join('\n', Enumerable.Repeat("x", 10_001)))).Message, StringComparison.Ordinal);
}
