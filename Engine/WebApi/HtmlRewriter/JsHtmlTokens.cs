using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.HtmlRewriter;

/// <summary>EndTag (https://developers.cloudflare.com/workers/runtime-apis/html-rewriter/#endtag).</summary>
internal sealed class JsHtmlEndTag(WorkerRealm realm, string name) : JsContentToken(realm, Definition)
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsHtmlEndTag>("EndTag")
        .Attribute("name", static self => self.Name, static (self, value) =>
        {
            self.Check();
            var text = WebIdl.ToUsvString(self.Realm, value);
            self.Name = HtmlNames.IsTagName(text) ? text : throw self.Realm.TypeError(HtmlNames.TagNameRule);
        })
        .ContentMembers(canReplace: false)
        .Build();

    public string Name { get; private set; } = name;
}

/// <summary>Text (https://developers.cloudflare.com/workers/runtime-apis/html-rewriter/#text-chunks).</summary>
internal sealed class JsHtmlText(WorkerRealm realm, string text, bool isLast) : JsContentToken(realm, Definition)
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsHtmlText>("Text")
        .Checked("text", static self => self.Text)
        .Checked("lastInTextNode", static self => self.IsLast)
        .ContentMembers()
        .Build();

    public string Text => text;

    public bool IsLast => isLast;
}

/// <summary>Comment (https://developers.cloudflare.com/workers/runtime-apis/html-rewriter/#comments).</summary>
internal sealed class JsHtmlComment(WorkerRealm realm, string text) : JsContentToken(realm, Definition)
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsHtmlComment>("Comment")
        .Attribute("text", static self => self.Text, static (self, value) =>
        {
            self.Check();
            var given = WebIdl.ToUsvString(self.Realm, value);
            self.Realm.ChargeInput(given.Length, 4);
            if (given.Contains("-->", StringComparison.Ordinal) || given.Contains("--!>", StringComparison.Ordinal)
                || given.StartsWith('>') || given.StartsWith("->", StringComparison.Ordinal))
            {
                throw self.Realm.TypeError("The text of a comment must not end the comment: it may not contain '-->' or '--!>', or begin with '>' or '->'.");
            }

            (self.Text, self.IsChanged) = (given, true);
        })
        .ContentMembers()
        .Build();

    public string Text { get; private set; } = text;

    public bool IsChanged { get; private set; }
}

/// <summary>Doctype (https://developers.cloudflare.com/workers/runtime-apis/html-rewriter/#doctype).</summary>
internal sealed class JsHtmlDoctype(WorkerRealm realm, DoctypeText text) : JsContentToken(realm, Definition)
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsHtmlDoctype>("Doctype")
        .Checked("name", static self => OrNull(self.Text.Name))
        .Checked("publicId", static self => OrNull(self.Text.PublicId))
        .Checked("systemId", static self => OrNull(self.Text.SystemId))
        .Build();

    private DoctypeText Text => text;

    private static JsValue OrNull(string? value) => value is null ? Null : value;
}

/// <summary>The end of the document (https://developers.cloudflare.com/workers/runtime-apis/html-rewriter/#end).</summary>
internal sealed class JsHtmlDocumentEnd(WorkerRealm realm) : JsContentToken(realm, Definition)
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsHtmlDocumentEnd>("DocumentEnd")
        .Chained("append", 1, static (self, arguments) => self.Before(arguments[0], arguments.At(1)))
        .Build();
}

/// <summary>The parts of a doctype (https://html.spec.whatwg.org/multipage/parsing.html#doctype-state).</summary>
internal readonly record struct DoctypeText(string? Name, string? PublicId, string? SystemId)
{
    private const string Space = " \t\n\r\f";

    /// <summary>Reads what stands between <c>&lt;!doctype</c> and <c>&gt;</c>.</summary>
    public static DoctypeText Parse(string text)
    {
        var rest = text.AsSpan().Trim(Space);
        var end = rest.IndexOfAny(Space);
        var name = end < 0 ? rest : rest[..end];
        if (name.IsEmpty)
        {
            return default;
        }

        rest = end < 0 ? default : rest[end..].Trim(Space);
        string? publicId = null;
        if (rest.StartsWith("PUBLIC", StringComparison.OrdinalIgnoreCase))
        {
            publicId = Quoted(rest[6..], out rest);
        }
        else if (rest.StartsWith("SYSTEM", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest[6..];
        }
        else
        {
            rest = default;
        }

        return new(name.ToString().ToLowerInvariant(), publicId, Quoted(rest, out _));
    }

    private static string? Quoted(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest)
    {
        var trimmed = text.TrimStart(Space);
        rest = trimmed;
        if (trimmed.IsEmpty || trimmed[0] is not ('"' or '\''))
        {
            return null;
        }

        var end = trimmed[1..].IndexOf(trimmed[0]);
        rest = end < 0 ? default : trimmed[(end + 2)..];
        return (end < 0 ? trimmed[1..] : trimmed[1..(end + 1)]).ToString();
    }
}
