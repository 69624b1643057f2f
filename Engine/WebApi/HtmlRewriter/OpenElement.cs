using System.Runtime.InteropServices;

namespace PureEdge.Engine.WebApi.HtmlRewriter;

internal enum HtmlNamespace
{
    Html,
    Svg,
    MathMl,
}

/// <summary>An element whose end has not come, and what its content is matched against.</summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class OpenElement(string name, HtmlNamespace space)
{
    private int _children;
    private Dictionary<string, int>? _childrenOfType;

    /// <summary>The name in lower case.</summary>
    public string Name => name;

    public HtmlNamespace Namespace => space;

    /// <summary>Which child of its parent it is, from 1.</summary>
    public int Index { get; private set; }

    /// <summary>Which child of its name, from 1; zero when no selector asks.</summary>
    public int IndexOfType { get; private set; }

    /// <summary>Steps of selectors that end with this element.</summary>
    public ulong[] Own { get; set; } = [];

    /// <summary>Steps of selectors that end with this element or one around it.</summary>
    public ulong[] Any { get; set; } = [];

    /// <summary>Whether the content of HTML elements in it is HTML again (https://html.spec.whatwg.org/multipage/parsing.html#html-integration-point).</summary>
    public bool IsIntegrationPoint => space switch
    {
        HtmlNamespace.Svg => name is "foreignobject" or "desc" or "title",
        HtmlNamespace.MathMl => name is "mi" or "mo" or "mn" or "ms" or "mtext" or "annotation-xml",
        _ => true,
    };

    /// <summary>The registrations that match it: their text and comment handlers hear of its content.</summary>
    public List<int>? Matched { get; set; }

    /// <summary>Whether its content is not sent on.</summary>
    public bool DropsContent { get; set; }

    /// <summary>Whether its end tag is not sent on.</summary>
    public bool DropsEndTag { get; set; }

    /// <summary>What goes before its end tag, and behind it.</summary>
    public string BeforeEnd { get; set; } = "";

    public string AfterEnd { get; set; } = "";

    /// <summary>The name that its end tag gets with its start tag; <see langword="null"/> when none was given.</summary>
    public string? NewName { get; set; }

    /// <summary>What is to be called at its end tag.</summary>
    public List<Jint.Native.JsValue>? EndHandlers { get; set; }

    /// <summary>Counts a child.</summary>
    public void AddChild(OpenElement child, bool countsTypes)
    {
        child.Index = ++_children;
        if (countsTypes)
        {
            child.IndexOfType = ++CollectionsMarshal.GetValueRefOrAddDefault(_childrenOfType ??= new(StringComparer.Ordinal), child.Name, out _);
        }
    }
}
