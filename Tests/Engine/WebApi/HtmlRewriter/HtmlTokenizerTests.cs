using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureEdge.Engine.WebApi.HtmlRewriter;

namespace PureEdge.Engine.Tests.WebApi.HtmlRewriter;

public class HtmlTokenizerTests
{
    /// <summary>Pieces of HTML in which every state of the tokenizer begins or ends.</summary>
    public static readonly string[] Pieces =
    [
        "<", ">", "/", "!", "?", "-", "--", "-->", "--!>", "<!--", "<!-->", "<!--->", "</", "</>", "<!doctype html>", "<!DOCTYPE", "<![CDATA[", "]]>", "=", "\"", "'", " ", "\n", "\0",
        "a", "b", "<p>", "</p>", "<P CLASS=x>", "<a href='x' b=\"y\" c=z d>", "<br/>", "<img src=a/>", "<div id=i class='k l'>", "</div>", "</DIV >", "<svg>", "</svg>", "<math>", "</math>", "<foreignObject>",
        "<script>", "</script>", "<style>", "</style>", "<title>", "</title>", "<textarea>", "</textarea >", "<plaintext>", "é", "€", "😀", "&amp;", "text", "<p", "<x y", "<?pi?>", "<ul><li>", "</ul>",
    ];

    [Theory]
    [InlineData("a<b>c</b>", "Text:a StartTag:b Text:c EndTag:b")]
    [InlineData("<a b=c d='e>' f=\"g>\" h>", "StartTag:a[b=c,d=e>,f=g>,h=]")]
    [InlineData("<a\nb = c/d /e=f>", "StartTag:a[b=c/d,e=f]")]
    [InlineData("<a b=c/>", "StartTag:a[b=c/]")]
    [InlineData("<a/>", "StartTag:a/")]
    [InlineData("<a =b ==c \"d>", "StartTag:a[=b==c,\"d=]")]
    [InlineData("<a b='c'd=e>", "StartTag:a[b=c,d=e]")]
    [InlineData("<a b=>", "StartTag:a[b=]")]
    [InlineData("1 < 2 <3 << >", "Text:1 < 2 <3 << >")]
    [InlineData("<!-- a -- > --><!----><!--><!---><!--a--!>", "Comment: a -- >  Comment: Comment: Comment: Comment:a")]
    [InlineData("<!x><?y></ z></>", "Comment:x Comment:?y Comment: z Other:</>")]
    [InlineData("<!DocType html PUBLIC 'a>", "Doctype:DocType html PUBLIC 'a")]
    [InlineData("<![CDATA[a>b]]>", "Comment:[CDATA[a Text:b]]>")]
    [InlineData("a<", "Text:a<")]
    [InlineData("a</", "Text:a</")]
    [InlineData("a<b c='", "Text:a Other:<b c='")]
    [InlineData("a<!-- b", "Text:a Comment: b")]
    [InlineData("<script>a</b><!--</script>c", "StartTag:script Text:a</b><!-- EndTag:script Text:c")]
    [InlineData("<script><!--<script>a</script>b--></script>c", "StartTag:script Text:<!--<script>a Text:</script>b--> EndTag:script Text:c")]
    [InlineData("<script><!--<script>a</script></script>c", "StartTag:script Text:<!--<script>a Text:</script> EndTag:script Text:c")]
    [InlineData("<script><!--><script>a</script>c", "StartTag:script Text:<!--><script>a EndTag:script Text:c")]
    [InlineData("<title><b></titles></TITLE x>c", "StartTag:title Text:<b></titles> EndTag:TITLE[x=] Text:c")]
    [InlineData("<plaintext><b></plaintext>", "StartTag:plaintext Text:<b></plaintext>")]
    public void Tokens_are_those_of_the_standard(string html, string expected) => Assert.Equal(expected, Describe(Encoding.UTF8.GetBytes(html), html.Length + 1, merge: false));

    [Property(MaxTest = 500)]
    public Property Where_the_bytes_are_cut_changes_no_token_and_none_is_lost() => Prop.ForAll(
        Gen.Elements(Pieces).ArrayOf().ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), (pieces, size) =>
        {
            var html = string.Concat(pieces);
            var bytes = Encoding.UTF8.GetBytes(html);
            return Describe(bytes, size, merge: true) == Describe(bytes, bytes.Length + 1, merge: true)
                && Encoding.UTF8.GetString([.. Read(bytes, size).SelectMany(static t => t.Raw)]) == html;
        });

    [Property(MaxTest = 300)]
    public bool Any_bytes_come_out_as_they_went_in(byte[] bytes, byte size) =>
        Read(bytes ?? [], (size % 7) + 1).SelectMany(static t => t.Raw).SequenceEqual(bytes ?? []);

    [Fact]
    public void A_tag_without_end_is_refused_when_it_is_too_large()
    {
        var tokenizer = new HtmlTokenizer();
        tokenizer.Append("<a "u8);
        var chunk = new byte[1 << 20];
        chunk.AsSpan().Fill((byte)'x');
        Assert.Throws<InvalidDataException>(() =>
        {
            for (var i = 0; i < 8; i++)
            {
                tokenizer.Append(chunk);
                tokenizer.TryRead(out _);
            }
        });
        var attributes = new HtmlTokenizer();
        attributes.Append(Encoding.ASCII.GetBytes("<a " + string.Concat(Enumerable.Repeat("b ", 5000)) + ">"));
        Assert.Throws<InvalidDataException>(() => attributes.TryRead(out _));
    }

    private static string Describe(byte[] bytes, int size, bool merge)
    {
        var text = new StringBuilder();
        var last = HtmlTokenKind.Other;
        foreach (var (kind, _, shown) in Read(bytes, size))
        {
            text.Append(merge && kind == HtmlTokenKind.Text && last == kind ? shown : $" {kind}:{shown}");
            last = kind;
        }

        return text.ToString().TrimStart();
    }

    private static List<(HtmlTokenKind Kind, byte[] Raw, string Shown)> Read(byte[] bytes, int size)
    {
        var tokenizer = new HtmlTokenizer();
        List<(HtmlTokenKind, byte[], string)> tokens = [];
        for (var at = 0; at <= bytes.Length; at += size)
        {
            tokenizer.Append(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
            if (at + size > bytes.Length)
            {
                tokenizer.Complete();
            }

            while (tokenizer.TryRead(out var token))
            {
                var raw = token.Raw.ToArray();
                // A cut may go through a character of a text.
                var shown = Encoding.Latin1.GetString(token.Kind is HtmlTokenKind.Text or HtmlTokenKind.Other ? raw : token.Content.Span);
                if (token.Kind is HtmlTokenKind.StartTag or HtmlTokenKind.EndTag)
                {
                    var attributes = tokenizer.Attributes.Select(a => Encoding.UTF8.GetString(raw[a.Name]) + "=" + Encoding.UTF8.GetString(raw[a.Value])).ToArray();
                    if (token.Kind == HtmlTokenKind.StartTag)
                    {
                        Enter(tokenizer, shown.ToLowerInvariant());
                    }

                    shown += (attributes.Length > 0 ? $"[{string.Join(',', attributes)}]" : "") + (token.IsSelfClosing ? "/" : "");
                }

                tokens.Add((token.Kind, raw, shown));
            }
        }

        return tokens;
    }

    private static void Enter(HtmlTokenizer tokenizer, string name)
    {
        if (name is "script" or "style" or "title" or "textarea")
        {
            tokenizer.EnterRawText(name);
        }
        else if (name == "plaintext")
        {
            tokenizer.EnterPlaintext();
        }
    }
}
