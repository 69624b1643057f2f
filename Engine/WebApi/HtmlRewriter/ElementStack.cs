using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace PureEdge.Engine.WebApi.HtmlRewriter;

/// <summary>The elements that are open where the document is, without those that HTML closes by itself.</summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class ElementStack
{
    /// <summary>The deepest nesting; lists whose items nobody closes nest too.</summary>
    public const int MaxDepth = 50_000;

    private static readonly FrozenSet<string> Void = new[]
    {
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta", "param", "source", "track", "wbr",
    }.ToFrozenSet(StringComparer.Ordinal);

    // https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inforeign
    private static readonly FrozenSet<string> EndsForeignContent = new[]
    {
        "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "i", "img", "li",
        "listing", "menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s", "small", "span", "strike", "strong", "sub", "sup", "table", "tt", "u", "ul", "var",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly List<OpenElement> _open = [new("", HtmlNamespace.Html)];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);

    /// <summary>The innermost; the document when nothing is open.</summary>
    public OpenElement Top => _open[^1];

    /// <summary>Whether anything but the document is open.</summary>
    public bool HasOpen => _open.Count > 1;

    /// <summary>Whether a start tag of that name closes the SVG or MathML that is open.</summary>
    public bool EndsForeign(string name) => Top is { Namespace: not HtmlNamespace.Html, IsIntegrationPoint: false } && EndsForeignContent.Contains(name);

    /// <summary>Where an element that opens here belongs.</summary>
    public HtmlNamespace NamespaceOf(string name) => Top is { Namespace: not HtmlNamespace.Html, IsIntegrationPoint: false } ? Top.Namespace
        : name switch { "svg" => HtmlNamespace.Svg, "math" => HtmlNamespace.MathMl, _ => HtmlNamespace.Html };

    /// <summary>Whether an element has content, so that it has to be pushed.</summary>
    public static bool HasContent(OpenElement element, bool isSelfClosing) =>
        element.Namespace == HtmlNamespace.Html ? !Void.Contains(element.Name) : !isSelfClosing;

    public bool IsOpen(string name) => _names.GetValueOrDefault(name) > 0;

    /// <exception cref="InvalidDataException">The document nests deeper than it may.</exception>
    public void Push(OpenElement element)
    {
        if (_open.Count > MaxDepth)
        {
            throw new InvalidDataException($"The document nests more than {MaxDepth} elements.");
        }

        _open.Add(element);
        CollectionsMarshal.GetValueRefOrAddDefault(_names, element.Name, out _)++;
    }

    public OpenElement Pop()
    {
        var element = Top;
        _open.RemoveAt(_open.Count - 1);
        if (--CollectionsMarshal.GetValueRefOrAddDefault(_names, element.Name, out _) == 0)
        {
            _names.Remove(element.Name);
        }

        return element;
    }
}
