using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureEdge.Engine.Tests.Events;
using PureEdge.Engine.Tests.Interop;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi.HtmlRewriter;

public class HtmlRewriterTests
{
    [Theory]
    [InlineData("<p>a</p>", ".on('p', { element(e) { e.setAttribute('x', 'a\"<b'); } })", "<p x=\"a&quot;<b\">a</p>")]
    [InlineData("<P  A=1 b='2' c>a</P>", ".on('p', { element(e) { e.setAttribute('b', '3'); e.removeAttribute('C'); } })", "<P A=1 b=\"3\">a</P>")]
    [InlineData("<p>a</p>", ".on('p', { element(e) { e.before('1').before('2').after('3').after('4').prepend('5').prepend('6').append('7').append('8'); } })", "12<p>65a78</p>43")]
    [InlineData("<p>a</p>", ".on('p', { element(e) { e.before('<&>'); e.after('<b>', { html: true }); } })", "&lt;&amp;&gt;<p>a</p><b>")]
    [InlineData("x<p>a<b>c</b></p>y", ".on('p', { element(e) { e.remove(); } })", "xy")]
    [InlineData("x<p>a<b>c</b></p>y", ".on('p', { element(e) { e.replace('z').before('1').after('2'); } })", "x1z2y")]
    [InlineData("x<p>a<b>c</b></p>y", ".on('p', { element(e) { e.removeAndKeepContent(); e.append('!'); } })", "xa<b>c</b>!y")]
    [InlineData("x<p>a<b>c</b></p>y", ".on('p', { element(e) { e.setInnerContent('<i>', { html: true }); } })", "x<p><i></p>y")]
    [InlineData("<p>a</p>", ".on('p', { element(e) { e.tagName = 'section'; } })", "<section>a</section>")]
    [InlineData("<img src=x>y", ".on('img', { element(e) { e.after('1').before('0').append('no').setAttribute('alt', ''); } })", "0<img src=x alt=\"\">1y")]
    [InlineData("<img src=x />y", ".on('img', { element(e) { e.setAttribute('a', 'b'); } })", "<img src=x a=\"b\" />y")]
    [InlineData("<p>a</p>", ".on('p', { element(e) { e.onEndTag((t) => { t.before('1').after('2'); t.name = 'q'; }); } })", "<p>a1</q>2")]
    [InlineData("<p>a</p>", ".on('p', { element(e) { e.onEndTag((t) => { t.remove(); }); } })", "<p>a")]
    [InlineData("<ul><li>a<li>b</ul>c", ".on('li', { element(e) { e.append('!').after('?'); } })", "<ul><li>a<li>b!?!?</ul>c")]
    [InlineData("<p>a<p>b", ".on('p', { element(e) { e.after('.'); } })", "<p>a<p>b..")]
    [InlineData("a<!--b--><p><!--c--></p>", ".on('p', { comments(c) { c.text = c.text + '!'; } }).onDocument({ comments(c) { c.before(c.text); } })", "ab<!--b--><p>c<!--c!--></p>")]
    [InlineData("a<!--b-->", ".onDocument({ comments(c) { c.remove(); } })", "a")]
    [InlineData("a<!--b-->", ".onDocument({ comments(c) { c.replace('<i>', { html: true }); } })", "a<i>")]
    [InlineData("<p>a&amp;b<i>c</i></p>d", ".on('p', { text(t) { if (t.text) t.replace(t.text.toUpperCase(), { html: true }); } })", "<p>A&AMP;B<i>C</i></p>d")]
    [InlineData("<p>ab</p>", ".on('p', { text(t) { t.before('[').after(']'); } })", "<p>[ab]</p>")]
    [InlineData("<!DOCTYPE html PUBLIC \"a\" 'b'><p>", ".onDocument({ doctype(d) { seen.push(d.name, d.publicId, d.systemId); }, end(e) { e.append(seen.join()); } })", "<!DOCTYPE html PUBLIC \"a\" 'b'><p>html,a,b")]
    [InlineData("<!doctype>", ".onDocument({ doctype(d) { seen.push(d.name, d.publicId, d.systemId); }, end(e) { e.append(JSON.stringify(seen)); } })", "<!doctype>[null,null,null]")]
    [InlineData("<p a=1 B='2'>", ".on('p', { element(e) { e.before(JSON.stringify([...e.attributes, e.tagName, e.getAttribute('A'), e.getAttribute('c'), e.hasAttribute('b'), e.namespaceURI, e.removed])); } })", "[[\"a\",\"1\"],[\"b\",\"2\"],\"p\",\"1\",null,true,\"http://www.w3.org/1999/xhtml\",false]<p a=1 B='2'>")]
    [InlineData("<p>a</p>", ".on('p', { async element(e) { await scheduler.wait(1); e.before('1'); } }).on('p', { async element(e) { e.before('2'); } })", "12<p>a</p>")]
    [InlineData("<svg><title>&lt;<b></title></svg>", ".on('title', { element(e) { e.before(e.namespaceURI.slice(-3)); } })", "<svg>svg<title>&lt;<b></title></svg>")]
    [InlineData("<svg><g/><path/></svg><p>", ".on('g', { element(e) { e.after('1'); } }).on('svg > path', { element(e) { e.after('2'); } })", "<svg><g/>1<path/>2</svg><p>")]
    [InlineData("<svg><![CDATA[<p>]]></svg><![CDATA[<p>]]>", ".on('p', { element(e) { e.before('!'); } })", "<svg><![CDATA[<p>]]></svg><![CDATA[<p>]]>")]
    [InlineData("<svg><p>a", ".on('p', { element(e) { e.before(e.namespaceURI.slice(-5)); } })", "<svg>xhtml<p>a")]
    [InlineData("<script>'<p>'</script><p>", ".on('p', { element(e) { e.before('!'); } }).on('script', { text(t) { seen.push(t.text); } })", "<script>'<p>'</script>!<p>")]
    [InlineData("<p><b>a</b></p><b>c</b>", ".on('p', { element(e) { e.setInnerContent('-'); } }).on('b', { element(e) { seen.push(1); } }).onDocument({ end(e) { e.append(seen.length + ''); } })", "<p>-</p><b>c</b>2")]
    public void Handlers_change_what_they_say_and_nothing_else(string html, string handlers, string expected) =>
        Assert.Equal(expected, Rewrite(html, handlers));

    [Theory]
    [InlineData("*", "abcdefg")]
    [InlineData("p", "b")]
    [InlineData("P", "b")]
    [InlineData("#two", "c")]
    [InlineData(".k", "bd")]
    [InlineData(".k.l", "d")]
    [InlineData("div .k", "bd")]
    [InlineData("div > .k", "b")]
    [InlineData("div p span", "cd")]
    [InlineData("div > span", "")]
    [InlineData("[href]", "e")]
    [InlineData("a[href='http://x/y.png']", "e")]
    [InlineData("a[href=\"HTTP://X/Y.PNG\" i]", "e")]
    [InlineData("a[href=\"HTTP://X/Y.PNG\" s]", "")]
    [InlineData("[href^=http]", "e")]
    [InlineData("[href$='.png']", "e")]
    [InlineData("[href*='x/y']", "e")]
    [InlineData("[class~=l]", "d")]
    [InlineData("[lang|=en]", "fg")]
    [InlineData("[href^='']", "")]
    [InlineData("span:nth-child(2)", "d")]
    [InlineData("span:first-child", "c")]
    [InlineData(":nth-child(2n+1)", "abcf")]
    [InlineData(":nth-child( even )", "deg")]
    [InlineData(":nth-child(-n+1)", "abcf")]
    [InlineData("i:nth-of-type(2)", "g")]
    [InlineData("i:first-of-type", "f")]
    [InlineData("span:not(.k)", "c")]
    [InlineData("*:not(.k, span, i)", "ae")]
    [InlineData("p, a", "be")]
    [InlineData(" p ,a ", "be")]
    [InlineData("#\\74 wo", "c")]
    public void Selectors_find_what_CSS_finds(string selector, string expected) => Assert.Equal(
        $"\"{expected}\"",
        TestRealm.Json($$"""
            let seen = '';
            await new HTMLRewriter().on({{JsonSerializer.Serialize(selector)}}, { element(e) { if (e.hasAttribute('n')) seen += e.getAttribute('n'); } }).transform(new Response(
              '<div n=a><p n=b class=k><span n=c id=two>x</span><span n=d class="k l">y</span></p><a n=e href="http://x/y.png">z</a></div><section><i n=f lang=en></i><i n=g lang="en-US"></i></section>')).text();
            return seen;
            """));

    [Theory]
    [InlineData("new HTMLRewriter().on('', {})", "TypeError")]
    [InlineData("new HTMLRewriter().on('p >', {})", "TypeError")]
    [InlineData("new HTMLRewriter().on('p + p', {})", "TypeError")]
    [InlineData("new HTMLRewriter().on('p:hover', {})", "TypeError")]
    [InlineData("new HTMLRewriter().on('[a', {})", "TypeError")]
    [InlineData("new HTMLRewriter().on('[a=\"', {})", "TypeError")]
    [InlineData("new HTMLRewriter().on('p:nth-child(x)', {})", "TypeError")]
    [InlineData("new HTMLRewriter().on('p:not(:not(a))', {})", "TypeError")]
    [InlineData("new HTMLRewriter().on('p', 1)", "TypeError")]
    [InlineData("new HTMLRewriter().on('p', { element: 1 })", "TypeError")]
    [InlineData("new HTMLRewriter().on('a'.repeat(5000), {})", "TypeError")]
    [InlineData("for (let r = new HTMLRewriter();;) r.on('p', {})", "RangeError")]
    [InlineData("for (let r = new HTMLRewriter();;) r.on('a ' .repeat(1000), {})", "RangeError")]
    [InlineData("for (let r = new HTMLRewriter();;) r.on('a:not(' + '.b,'.repeat(1000) + 'c)', {})", "RangeError")]
    [InlineData("new HTMLRewriter().transform('x')", "TypeError")]
    [InlineData("await run((e) => e.setAttribute('a b', 'c'))", "TypeError")]
    [InlineData("await run((e) => { e.tagName = '1'; })", "TypeError")]
    [InlineData("await run((e) => { throw new RangeError('mine'); })", "RangeError")]
    [InlineData("await run(async (e) => { throw new RangeError('mine'); })", "RangeError")]
    [InlineData("let kept; await run((e) => { kept = e; }); kept.before('x')", "TypeError")]
    [InlineData("let kept; await run((e) => { kept = e; }); kept.getAttribute('x')", "TypeError")]
    [InlineData("await new HTMLRewriter().on('br', { element(e) { e.onEndTag(() => {}); } }).transform(new Response('<br>')).text()", "TypeError")]
    [InlineData("await new HTMLRewriter().onDocument({ comments(c) { c.text = 'a-->b'; } }).transform(new Response('<!--x-->')).text()", "TypeError")]
    [InlineData("const r = new Response('<p>'); await r.text(); new HTMLRewriter().transform(r)", "TypeError")]
    public void What_is_wrong_is_an_error_that_the_script_sees(string code, string name) => Assert.Equal($"\"{name}\"", TestRealm.Json($$"""
        const run = (element) => new HTMLRewriter().on('p', { element }).transform(new Response('<p>a</p>')).text();
        try { {{code}}; return 'passed'; } catch (e) { return e.name; }
        """));

    [Fact]
    public void A_response_keeps_its_status_and_headers_but_not_its_length() => Assert.Equal("[201,\"text/html\",\"b\",null,\"<p>\",true]", TestRealm.Json("""
        const r = new HTMLRewriter().transform(new Response('<p>', { status: 201, headers: { 'content-type': 'text/html', a: 'b', 'content-length': '3' } }));
        const empty = new Response(null);
        return [r.status, r.headers.get('content-type'), r.headers.get('a'), r.headers.get('content-length'), await r.text(), new HTMLRewriter().transform(empty) === empty];
        """));

    [Fact]
    public void A_long_text_comes_in_pieces_that_are_whole_characters() => Assert.Equal("[4,true,true,true]", TestRealm.Json("""
        const text = 'a' + '€'.repeat(20000);
        const pieces = [], last = [];
        const out = await new HTMLRewriter().on('p', { text(t) { pieces.push(t.text); last.push(t.lastInTextNode); } }).transform(new Response('<p>' + text + '</p>')).text();
        return [pieces.length, pieces.join('') === text, last.indexOf(true) === last.length - 1, out === '<p>' + text + '</p>'];
        """));

    [Property(MaxTest = 60)]
    public Property Where_the_document_is_cut_changes_nothing() => Prop.ForAll(
        Gen.Elements(HtmlTokenizerTests.Pieces).ArrayOf().ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), (pieces, size) =>
        {
            var html = string.Concat(pieces);
            const string Handlers = """
                .on('*', { element(e) { e.setAttribute('seen', ''); e.append('(').after(')'); }, comments(c) { c.text = 'c'; } })
                .on('p', { text(t) { t.before('{').after('}'); } }).on('div p', { async element(e) { await 0; e.removeAndKeepContent(); } }).on('ul', { element(e) { e.onEndTag((t) => { t.before('^'); }); } })
                .onDocument({ text(t) { t.replace(t.text + '~', { html: true }); }, end(e) { e.append('$'); } })
                """;
            return Rewrite(html, Handlers, size) == Rewrite(html, Handlers) && Rewrite(html, "", size) == html && Rewrite(html, ".on('nothing', { element() {} })", size) == html;
        });

    [Theory]
    [InlineData("'<p>'.repeat(200000)", "{ element(e) { e.append('x'); } }")]
    [InlineData("'<p ' + 'a=b '.repeat(4000) + '>'", "{ element(e) { for (;;) e.setAttribute('a' + Math.random(), 'x'.repeat(1000)); } }")]
    [InlineData("'<p>a</p>'", "{ element(e) { let s = 'x'; for (;;) { e.before(s); s += s; } } }")]
    [InlineData("'<p>a</p>'.repeat(100000)", "{ async element(e) { for (let i = 0; i < 100; i++) await 0; } }")]
    public async Task A_rewriter_that_does_too_much_ends_with_its_request(string html, string handlers)
    {
        using var test = new TestWorker(
            $"export default {{ async fetch() {{ try {{ return new Response(await new HTMLRewriter().on('p', {handlers}).transform(new Response({html})).text()); }} catch (e) {{ return new Response('caught ' + e.message); }} }} }}",
            ExecutionLimits.Default with { AllocationBytes = 64 << 20 });
        var result = await test.FetchAsync();
        Assert.True(
            result.Failure is { Outcome: WorkerOutcome.ExceededCpu or WorkerOutcome.ExceededMemory } || (await TestWorker.TextOf(result)).StartsWith("caught ", StringComparison.Ordinal),
            $"{result.Failure}");
    }

    private static string Rewrite(string html, string handlers, int size = int.MaxValue) => JsonSerializer.Deserialize<string>(TestRealm.Json($$"""
        const bytes = new TextEncoder().encode({{JsonSerializer.Serialize(html)}}), seen = [];
        const size = Math.min({{size}}, bytes.length || 1);
        let at = 0;
        const body = new ReadableStream({ pull(c) { if (at >= bytes.length) c.close(); else { c.enqueue(bytes.slice(at, at + size)); at += size; } } });
        return new HTMLRewriter(){{handlers}}.transform(new Response(body)).text();
        """))!;
}
