using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;

namespace PureEdge.Fuzz.Targets;

/// <summary>HTML, selectors and patterns of URLs, nearly right; and laws: what nobody changes stays as it is, however it is cut into pieces.</summary>
internal sealed class HtmlTarget : IFuzzTarget
{
    private static readonly string[] Pages =
    [
        "<!doctype html><html><head><title>a&amp;b</title><script>if (a < b) \"</scrip\" + \"t>\";</script></head><body class='x y' id=i data-a=\"1>2\"><p>one<p>two<br/><img src=a alt></body></html>", "<ul><li a=1 A=2>x<li>y</ul><!-- c -- d --><![CDATA[z]]>", "<textarea><b></textarea><style>a{}</style><plaintext><a></plaintext>",
        "<svg><a xlink:href='#'/><foreignObject><p></svg>", "<table><tr><td><a>x</table>", "a<b", "<a =b c='d\"e' f=\"g'h' i=j/k>", "<!-->x<!--->y<!--a--!>z", "<?xml ?><!x>", "<script><!--<script></script>--></script>", "</p></br></x y>", "\ufeff<p>\u00e9\ud83d\ude00</p>",
    ];

    private static readonly string[] Selectors =
    [
        "*", "p", "a[href]", "body > p", "li:nth-child(2n+1)", ".x.y", "#i", "[data-a=\"1>2\"]", "[a^='b' i]", "a:not([b])", "p ~ p, br + img", "li:first-of-type", "[a~=b],[a|=c]", ":not(:not(a))", "\\31 x", "ul li a b c d e f", "title",
    ];

    private static readonly string[] Actions =
    [
        "", "e.setAttribute($1, $0);", "e.removeAttribute(\"class\");", "e.before($0, { html: true });", "e.after($0);", "e.prepend($0);", "e.append($0, { html: true });", "e.replace($0);", "e.remove();", "e.removeAndKeepContent();", "e.setInnerContent($0);", "e.tagName = \"x\";", "e.onEndTag((t) => { t.before($0); t.remove(); });",
        "note([...e.attributes].length);", "k[0] = e;", "k[0]?.remove();", "throw new Error(\"hook\");", "await null; e.append($0);",
    ];

    private static readonly string[] UrlPatterns = ["/a/:b", "/:x(\\d+)?/*", "https://{*.}?a.example/{b/}*", "/(a|b)*", "?q=:v#:h", "data\\:x", "/:a:b/:c+", "{/:x}{2}", "http://u:p@[::1]:80/"];

    private const string Rewrite = """
        { const page = $0, log = [], h = (n) => ({ element(e) { log.push(n + e.tagName); }, comments(c) { log.push("c" + c.text); } });
        const once = async (body) => { log.length = 0; const t = await new HTMLRewriter().on($1, h(1)).on("*", h(2)).transform(new Response(body)).text(); return t + log.join(); };
        const bytes = new TextEncoder().encode(page); let at = 0;
        const cut = new ReadableStream({ pull(c) { if (at >= bytes.length) c.close(); else c.enqueue(bytes.slice(at, at += 1 + at % 7)); } });
        const whole = await once(page), pieces = await once(cut);
        if (whole !== pieces) line("ESCAPE law: HTML in pieces is rewritten otherwise");
        if (!whole.startsWith(page.toWellFormed().replace(/^\ufeff/, "")) && !whole.startsWith(page.toWellFormed())) line("ESCAPE law: HTML that nobody changes is changed"); }
        """;

    private const string Match = "{ const p = new URLPattern($0, \"http://a.example/\"), u = \"http://a.example/a/b?q=1#h\"; if (p.test(u) !== (p.exec(u) !== null)) line(\"ESCAPE law: test and exec of a pattern differ\"); note(JSON.stringify(p.exec(u)?.pathname.groups ?? null)); }";

    public string Name => "html";

    public string About => "HTML, selectors and URL patterns, nearly right, whole and in pieces";

    public Gen<FuzzProgram> Programs(ApiSurface surface)
    {
        var page = Edits.Of(Pages).Select(Quoted);
        var selector = Gen.Frequency((2, Gen.Elements(Selectors)), (1, Edits.Of(Selectors))).Select(Quoted);
        var pattern = Gen.Frequency((1, Gen.Elements(UrlPatterns)), (2, Edits.Of(UrlPatterns))).Select(Quoted);
        var action = from text in Gen.Elements(Actions) from a in page from b in selector select Term.Any(text, a, b);
        var rewriting = from a in page from s in selector from t in selector from act in action from other in action
                        select Term.Any("note(await new HTMLRewriter().on($1, { async element(e) { $2 } }).on($3, { element(e) { $4 }, text(e) { k[1] = e; } }).onDocument({ end(e) { e.append($0); } }).transform(new Response($0)).text());", a, s, act, t, NoAwait(other));
        var unchanged = from a in page from s in selector select Term.Any(Rewrite, a, s);
        var matching = from p in pattern select Term.Any(Match, p);
        return
            from steps in Gen.Frequency((2, rewriting), (2, unchanged), (1, matching)).ArrayOf(3)
            select FuzzProgram.Handler(steps.Select(FuzzProgram.Try));
    }

    private static Term Quoted(string text) => Term.Of(Kind.Text, FuzzCase.Quote(text));

    private static Term NoAwait(Term action) => action with { Template = action.Template.Replace("await null; ", "", StringComparison.Ordinal) };
}
