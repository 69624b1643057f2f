using System.Text;
using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.HtmlRewriter;

/// <summary>Element of HTMLRewriter (https://developers.cloudflare.com/workers/runtime-apis/html-rewriter/#element).</summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class JsHtmlElement : JsContentToken
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsHtmlElement>("Element")
        .Attribute("tagName", static self => self.Valid()._name, static (self, value) => self.Valid().Rename(value))
        .Checked("namespaceURI", static self => self._element.Namespace switch
        {
            HtmlNamespace.Svg => "http://www.w3.org/2000/svg",
            HtmlNamespace.MathMl => "http://www.w3.org/1998/Math/MathML",
            _ => "http://www.w3.org/1999/xhtml",
        })
        .Checked("attributes", static self => new JsPairIterator(
            self,
            "ElementAttributes",
            static (target, index) =>
            {
                var attributes = ((JsHtmlElement)target).Valid()._attributes;
                return index < attributes.Count ? (attributes[index].Name, attributes[index].Value) : null;
            },
            PairPart.Both))
        .Method("getAttribute", 1, static (self, arguments) => self.Valid()._attributes.Get(self.NameOf(arguments[0])) is { } value ? value : Null)
        .Method("hasAttribute", 1, static (self, arguments) => self.Valid()._attributes.Get(self.NameOf(arguments[0])) is not null)
        .Chained("setAttribute", 2, static (self, arguments) => self.SetAttribute(self.NameOf(arguments[0]), WebIdl.ToUsvString(self.Realm, arguments[1])))
        .Chained("removeAttribute", 1, static (self, arguments) => self.IsChanged |= self._attributes.Remove(self.NameOf(arguments[0])))
        .ContentMembers()
        .Chained("prepend", 1, static (self, arguments) => self.Prepended = self.Content(arguments[0], arguments.At(1)) + self.Prepended)
        .Chained("append", 1, static (self, arguments) => self.Appended += self.Content(arguments[0], arguments.At(1)))
        .Chained("setInnerContent", 1, static (self, arguments) =>
        {
            (self.Prepended, self.Appended) = (self.Content(arguments[0], arguments.At(1)), "");
            self.DropsContent = true;
        })
        .Chained("removeAndKeepContent", 0, static (self, _) => (self.Removed, self.DropsTags) = (true, true))
        .Method("onEndTag", 1, static (self, arguments) => self.Valid().OnEndTag(arguments[0]))
        .Build();

    private const int MaxEndHandlers = 100;

    private readonly OpenElement _element;
    private readonly HtmlAttributes _attributes;
    private readonly bool _canHaveContent;
    private string _name;

    public JsHtmlElement(WorkerRealm realm, OpenElement element, string name, HtmlAttributes attributes, bool canHaveContent)
        : base(realm, Definition)
    {
        _element = element;
        _name = name;
        _attributes = attributes;
        _canHaveContent = canHaveContent;
    }

    public string Prepended { get; private set; } = "";

    public string Appended { get; private set; } = "";

    public bool DropsContent { get; private set; }

    public bool DropsTags { get; private set; }

    /// <summary>The name it was given instead of its own.</summary>
    public string? NewName { get; private set; }

    /// <summary>Whether the start tag is not as it came.</summary>
    public bool IsChanged { get; private set; }

    /// <inheritdoc/>
    public override void Remove()
    {
        base.Remove();
        (DropsContent, DropsTags, Prepended, Appended) = (true, true, "", "");
    }

    /// <summary>The start tag, changed.</summary>
    public string StartTag(string name, bool isSelfClosing)
    {
        var tag = new StringBuilder("<").Append(NewName ?? name);
        _attributes.Write(tag);
        return tag.Append(isSelfClosing ? " />" : ">").ToString();
    }

    private JsHtmlElement Valid()
    {
        Check();
        return this;
    }

    private string NameOf(JsValue value)
    {
        var name = WebIdl.ToUsvString(Realm, value);
        Realm.ChargeSearch(_attributes.Count, name);
        return name.ToLowerInvariant();
    }

    private void SetAttribute(string name, string value)
    {
        if (!HtmlNames.IsAttributeName(name))
        {
            throw Realm.TypeError(HtmlNames.AttributeNameRule);
        }

        if (_attributes.Count >= HtmlTokenizer.MaxAttributes && _attributes.Get(name) is null)
        {
            throw Realm.RangeError($"An element may have {HtmlTokenizer.MaxAttributes} attributes at most.");
        }

        Realm.ChargeInput(value.Length);
        Realm.Host.Scope.Limits.ChargeAllocation(64 + ((name.Length + value.Length) * 8L));
        _attributes.Set(name, value);
        IsChanged = true;
    }

    private void Rename(JsValue value)
    {
        var name = WebIdl.ToUsvString(Realm, value);
        if (!HtmlNames.IsTagName(name))
        {
            throw Realm.TypeError(HtmlNames.TagNameRule);
        }

        (_name, NewName, IsChanged) = (name.ToLowerInvariant(), name, true);
    }

    private JsValue OnEndTag(JsValue handler)
    {
        Realm.RequireFunction(handler, "Element.onEndTag: parameter 1");
        if (!_canHaveContent)
        {
            throw Realm.TypeError($"The element <{_element.Name}> has no end tag.");
        }

        if (_element.EndHandlers?.Count >= MaxEndHandlers)
        {
            throw Realm.RangeError($"An element may have {MaxEndHandlers} handlers of its end tag at most.");
        }

        (_element.EndHandlers ??= []).Add(handler);
        return Undefined;
    }
}
