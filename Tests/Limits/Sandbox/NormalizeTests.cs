namespace PureEdge.Limits.Tests.Sandbox;

/// <summary>String.prototype.normalize, and what compares by it, as scripts see them; and what it costs them.</summary>
public class NormalizeTests
{
    private const int Million = 1_000_000;

    [Theory]
    [InlineData("'\\u00e9'.normalize('NFD').length", "2")]
    [InlineData("'e\\u0301'.normalize() === '\\u00e9'", "true")]
    [InlineData("'\\ufb01n'.normalize('NFKC')", "fin")]
    [InlineData("'Cr\\u00e8me Br\\u00fbl\\u00e9e!'.normalize('NFD').replace(/[\\u0300-\\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/-$/, '')", "creme-brulee")]
    [InlineData("'\\ud800e\\u0301'.normalize('NFC') === '\\ud800\\u00e9'", "true")]
    [InlineData("'a\\u0301'.localeCompare('\\u00e1')", "0")]
    [InlineData("new Intl.Collator('en').compare('a\\u0323\\u0307', 'a\\u0307\\u0323')", "0")]
    [InlineData("try { 'a'.normalize('nfc') } catch (e) { e.name }", "RangeError")]
    public void A_script_sees_text_normalised(string script, string expected) => Assert.Equal(expected, LimitedEngine.Run(script).Outcome);

    [Theory]
    [InlineData("('a' + '\\u0301\\u0327\\u0316'.repeat(1e5)).normalize('NFC').length", "300000")]
    [InlineData("'\\u1100\\u1161\\u11a8'.repeat(1e5).normalize('NFC').length", "100000")]
    [InlineData("'\\ufdfa'.repeat(1e5).normalize('NFKD').length", "1800000")]
    public void Long_text_is_normalised_within_the_limits_of_a_request(string script, string expected) => Assert.Equal(expected, LimitedEngine.Run(script).Outcome);

    [Fact]
    public void What_grows_beyond_the_limit_is_refused_before_it_is_made()
    {
        var (outcome, session) = LimitedEngine.Run("'\\ufdfa'.repeat(4e6).normalize('NFKD').length", LimitedEngine.Patient with { CpuMilliseconds = 10_000 });
        Assert.Equal("killed: Memory", outcome);
        Assert.InRange(session.Report.AllocatedBytes, 0, 40L * Million);
    }

    [Fact]
    public void Text_that_needs_nothing_costs_a_glance()
    {
        var (outcome, session) = LimitedEngine.Run($"const s = 'x'.repeat({Million}); let n = 0; for (let i = 0; i < 20; i++) n += s.normalize('NFKD').length; n");
        Assert.Equal($"{20 * Million}", outcome);
        // The same as a search of it: 20 million characters at 2,048 for one unit, and the text itself.
        Assert.InRange(session.Report.Fuel, 9_000, 14_000);
    }
}
