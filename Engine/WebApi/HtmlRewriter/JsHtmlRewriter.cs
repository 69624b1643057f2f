using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Fetch;
using PureEdge.Engine.WebApi.Streams;

namespace PureEdge.Engine.WebApi.HtmlRewriter;

/// <summary>
/// HTMLRewriter (https://developers.cloudflare.com/workers/runtime-apis/html-rewriter/): changes HTML while it streams. What no handler
/// changes goes out byte for byte.
/// </summary>
/// <remarks>
/// Owned by the isolate's turn. Documents are taken for UTF-8. The text of a node is given in pieces of at most 16 KB, wherever the network
/// cut it; what is not closed ends with what is around it.
/// </remarks>
internal sealed class JsHtmlRewriter : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsHtmlRewriter>("HTMLRewriter")
        .Constructor(0, static (realm, _) => new JsHtmlRewriter(realm))
        .Method("on", 2, static (self, arguments) => self.On(arguments[0], arguments[1]))
        .Method("onDocument", 1, static (self, arguments) => self.OnDocument(arguments[0]))
        .Method("transform", 1, static (self, arguments) => self.Transform(arguments[0]))
        .Build();

    private const int MaxHandlers = 1_000;

    private readonly List<(IReadOnlyList<ComplexSelector> Selectors, HandlerSet Handlers)> _elements = [];
    private readonly List<HandlerSet> _documents = [];
    private readonly WorkerRealm _realm;
    private int _weight;

    private JsHtmlRewriter(WorkerRealm realm)
        : base(realm.Engine)
    {
        _realm = realm;
        Prototype = realm.PrototypeOf(Definition);
    }

    private JsHtmlRewriter On(JsValue selector, JsValue handlers)
    {
        var text = WebIdl.ToUsvString(_realm, selector);
        RequireRoom();
        IReadOnlyList<ComplexSelector> selectors;
        try
        {
            _realm.Host.Scope.Limits.ChargeAllocation(256 + (Math.Min(text.Length, SelectorParser.MaxLength) * 64L));
            selectors = SelectorParser.Parse(text);
        }
        catch (FormatException e)
        {
            throw _realm.TypeError($"The selector {HeaderSyntax.Quote(text)} cannot be used: {e.Message}.");
        }

        _weight += selectors.Sum(static s => s.Steps.Sum(static step => step.Weight));
        if (_weight > SelectorMatcher.MaxWeight)
        {
            throw _realm.RangeError($"The selectors of an HTMLRewriter may have {SelectorMatcher.MaxWeight} parts at most.");
        }

        _elements.Add((selectors, HandlerSet.Read(_realm, handlers, "element", "comments", "text")));
        return this;
    }

    private JsHtmlRewriter OnDocument(JsValue handlers)
    {
        RequireRoom();
        _documents.Add(HandlerSet.Read(_realm, handlers, "doctype", "comments", "text", "end"));
        return this;
    }

    private JsResponse Transform(JsValue value)
    {
        var response = value as JsResponse ?? throw _realm.TypeError("HTMLRewriter.transform: parameter 1 is not a Response.");
        if (response.Body is not { } body)
        {
            return response;
        }

        body.ThrowIfUnusable(_realm);
        var rewriting = new HtmlRewriting(_realm, new SelectorMatcher(_elements.Select(static e => e.Selectors)), [.. _elements.Select(static e => e.Handlers)], [.. _documents]);
        var transform = JsTransformStream.Create(_realm, rewriting);
        JintInternals.MarkAsHandled(StreamPipe.Start(body.ToStream(_realm), transform.Writable, default));
        // The length is another, and what was encoded is not any more.
        var headers = response.HeaderList.Clone();
        headers.Remove("content-length");
        headers.Remove("content-encoding");
        return new JsResponse(_realm, response.Status, response.StatusText, headers, Fetch.Body.FromStream(transform.Readable))
        {
            Url = response.Url,
            IsRedirected = response.IsRedirected,
            Cf = response.Cf,
        };
    }

    private void RequireRoom()
    {
        if (_elements.Count + _documents.Count >= MaxHandlers)
        {
            throw _realm.RangeError($"An HTMLRewriter may have {MaxHandlers} handlers at most.");
        }
    }
}

/// <summary>The handlers of one registration. A missing one is <see langword="null"/>.</summary>
internal sealed record HandlerSet(JsValue This, JsValue? Element, JsValue? Comments, JsValue? Text, JsValue? Doctype, JsValue? End)
{
    public static HandlerSet Read(WorkerRealm realm, JsValue handlers, params string[] names)
    {
        if (handlers is not ObjectInstance o)
        {
            throw realm.TypeError("The handlers of an HTMLRewriter are an object with functions.");
        }

        return new(o, Find("element"), Find("comments"), Find("text"), Find("doctype"), Find("end"));

        JsValue? Find(string name)
        {
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                return null;
            }

            var value = o.Get(name);
            return value.IsUndefined() ? null : realm.RequireFunction(value, $"The handler {name}");
        }
    }
}

internal static class HtmlRewriterGlobals
{
    public static void Register(GlobalTable globals) => globals.Interface(JsHtmlRewriter.Definition);
}
