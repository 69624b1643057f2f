using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Reporting;

public class ReportingTests
{
    [Fact]
    public void A_reported_error_reaches_listeners_and_the_host()
    {
        var test = new TestRealm();
        Assert.Equal("""["Uncaught TypeError: bad",true,true,true]""", test.EvaluateJson("""
            let seen; const error = new TypeError("bad");
            addEventListener("error", e => { seen = [e.message, e.error === error, e.isTrusted, e instanceof ErrorEvent]; });
            reportError(error);
            return seen;
            """));
        Assert.Equal(["error: TypeError: bad"], test.Unhandled);
    }

    [Fact]
    public void A_listener_can_keep_it_from_the_host()
    {
        var test = new TestRealm();
        test.Evaluate("addEventListener('error', e => e.preventDefault()); reportError(1); setTimeout(() => {});");
        Assert.Empty(test.Unhandled);
    }

    [Fact]
    public void Onerror_gets_the_parts_of_the_error_and_keeps_it_from_the_host_by_returning_true()
    {
        var test = new TestRealm();
        Assert.Equal("""["Uncaught TypeError: bad","",0,0,true,5]""", test.EvaluateJson("""
            let seen; const error = new TypeError("bad");
            globalThis.onerror = function (...all) { seen = [...all.slice(0, 4), all[4] === error, all.length]; return true; };
            reportError(error);
            return seen;
            """));
        Assert.Empty(test.Unhandled);
        test.Evaluate("onerror = null; reportError('later')");
        Assert.Equal(["error: later"], test.Unhandled);
    }

    [Fact]
    public void An_error_in_an_error_listener_goes_to_the_host_and_does_not_loop()
    {
        var test = new TestRealm();
        test.Evaluate("addEventListener('error', () => { throw 'inner'; }); reportError('outer');");
        Assert.Equal(["error: inner", "error: outer"], test.Unhandled);
    }
}
