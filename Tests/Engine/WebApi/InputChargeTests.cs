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
    [InlineData("new URLSearchParams().append('\\u{1f600}'.repeat(1 << 19), '')")]
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

    [Theory]
    [InlineData("new URL(u)")]
    [InlineData("new Request(u)")]
    [InlineData("new Request('http://h/', { referrer: u })")]
    [InlineData("Response.redirect(u)")]
    [InlineData("fetch(u).catch(() => {})")]
    [InlineData("new WebSocket(u)")]
    [InlineData("new EventSource(u)")]
    public void A_URL_is_charged_wherever_it_is_parsed(string code)
    {
        var test = new TestRealm();
        test.Evaluate("var u = 'http://h/' + 'a'.repeat(1 << 20); u.charCodeAt(20)");
        var before = test.Scope.Limits.Report.Fuel;
        test.Evaluate($"try {{ {code}; }} catch {{ }}");
        Assert.True(test.Scope.Limits.Report.Fuel - before >= (4 << 20) / 64);
    }

    [Theory]
    [InlineData("new URL('http://h/?' + s)", "made.search")]
    [InlineData("new URL('http://h/#' + s)", "made.hash")]
    [InlineData("new URL('blob:http://h/' + s)", "made.origin")]
    public void What_the_host_makes_anew_for_each_reader_is_charged_each_time(string setUp, string read)
    {
        var test = new TestRealm();
        test.Evaluate($"var s = 'a'.repeat(1 << 20), made = {setUp}; made.href");
        var before = test.Scope.Limits.Report.Fuel;
        test.Evaluate(read);
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

    // Twelve names of a million characters, compared with one that differs in its last; sorting compares each with its neighbour, so it has one more.
    [Theory]
    [InlineData("p.has(n)")]
    [InlineData("p.has('x', n)")]
    [InlineData("p.get(n)")]
    [InlineData("p.getAll(n)")]
    [InlineData("p.delete(n)")]
    [InlineData("p.set(n, '')")]
    [InlineData("p.sort()")]
    [InlineData("f.has(n)")]
    [InlineData("f.get(n)")]
    [InlineData("f.getAll(n)")]
    [InlineData("f.delete(n)")]
    [InlineData("f.set(n, '')")]
    [InlineData("t.dispatchEvent(new Event(n))")]
    [InlineData("t.removeEventListener(n, () => {})")]
    [InlineData("performance.getEntriesByName(n)")]
    [InlineData("performance.clearMarks(n)")]
    [InlineData("try { performance.measure('m', n) } catch {}")]
    public void Looking_for_a_long_name_is_charged_for_each_that_it_is_compared_with(string statement)
    {
        var test = new TestRealm();
        test.Evaluate("""
            var s = 'a'.repeat(1 << 20), m = s + 'm', n = s + 'n', p = new URLSearchParams(), f = new FormData(), t = new EventTarget();
            p.append(s, '');
            for (let i = 0; i < 12; i++) { p.append(m, ''); f.append(m, ''); t.addEventListener(m, () => {}); performance.mark(m); }
            """);
        var before = test.Scope.Limits.Report.Fuel;
        test.Evaluate(statement);
        Assert.True(test.Scope.Limits.Report.Fuel - before >= 12 * 1024);
    }

    [Fact]
    public void Signals_that_stand_for_many_are_charged_for_each()
    {
        var test = new TestRealm();
        test.Evaluate("var all = AbortSignal.any(Array.from({ length: 1000 }, () => new AbortController().signal)), many = Array(200).fill(all)");
        var before = test.Scope.Limits.Report.Fuel;
        test.Evaluate("AbortSignal.any(many)");
        Assert.True(test.Scope.Limits.Report.Fuel - before >= 200 * 1000 / 4);
    }

    // Bytes that are charged for each of a million characters or bytes.
    [Theory]
    [InlineData(4, "new TextDecoder().decode(new Uint8Array(1 << 20))")]
    [InlineData(4 * 9, "new URLSearchParams([['a', '\\u20ac'.repeat(1 << 20)]]).toString()")]
    [InlineData(4 * 3, "new URLSearchParams([['a', '%'.repeat(1 << 20)]]).toString()")]
    [InlineData(4, "new URLSearchParams().append('\\ud800'.repeat(1 << 20), '')")]
    [InlineData(2, "new Blob([], { type: 'A'.repeat(1 << 20) })")]
    [InlineData(2, "new Blob().slice(0, 0, 'A'.repeat(1 << 20))")]
    [InlineData(5, "new Blob(['\\r'.repeat(1 << 20)], { endings: 'native' })")]
    [InlineData(36, "{ const form = new FormData(); form.append('\\n'.repeat(1 << 20), ''); new Response(form); }")]
    public void Copies_are_charged_before_they_are_made(int bytes, string statement)
    {
        var test = new TestRealm();
        test.Evaluate(statement);
        Assert.True(test.Scope.Limits.HostBytes >= (long)bytes << 20);
    }

    [Theory]
    [InlineData("console.log(new Error(s))")]
    [InlineData("console.table([new Error(s)])")]
    [InlineData("console.log(own)")]
    [InlineData("console.log(new DOMException(s, s))")]
    [InlineData("try { new Headers({ a: s }) } catch {}")]
    [InlineData("try { new Response(blob) } catch {}")]
    public void What_is_cut_or_refused_is_not_copied_whole(string statement)
    {
        var test = new TestRealm();
        test.Evaluate("""
            var s = ' x'.repeat(1 << 22), own = new Error('x'), blob = new Blob([], { type: s });
            own.stack = '\r'.repeat(1 << 23); new TextEncoder().encodeInto(s, new Uint8Array(1)); new TextEncoder().encodeInto(own.stack, new Uint8Array(1));
            """);
        var before = GC.GetAllocatedBytesForCurrentThread();
        test.Evaluate(statement);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }
}
