using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi;

public class InputChargeTests
{
    // Each statement makes the host read a million characters or bytes.
    [Theory]
    [InlineData("new URL('http://h/' + s)")]
    [InlineData("new URL('http://h/').hash = s")]
    [InlineData("new URLSearchParams(s)")]
    [InlineData("new URLSearchParams([[s, s]]).toString()")]
    [InlineData("new TextEncoder().encode(s)")]
    [InlineData("new TextEncoder().encodeInto(s, b)")]
    [InlineData("new TextDecoder().decode(b)")]
    [InlineData("new TextDecoder('gb18030').decode(b)")]
    [InlineData("btoa(s)")]
    [InlineData("atob(s)")]
    public void Large_inputs_are_charged_in_proportion(string statement)
    {
        var test = new TestRealm();
        test.Evaluate("var s = 'a'.repeat(1 << 20), b = new Uint8Array(1 << 20)");
        var before = test.Scope.Limits.Report.Fuel;
        test.Evaluate(statement);
        Assert.True(test.Scope.Limits.Report.Fuel - before >= (1 << 20) / 64);
    }

    [Fact]
    public void A_short_name_in_Unicode_costs_more_than_one_in_ASCII()
    {
        var test = new TestRealm();
        var before = test.Scope.Limits.Report.Fuel;
        test.Evaluate($"new URL('http://{new string('é', 400)}/')");
        Assert.True(test.Scope.Limits.Report.Fuel - before > 1000);
    }
}
