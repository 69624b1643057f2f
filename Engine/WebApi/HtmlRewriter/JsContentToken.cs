using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.HtmlRewriter;

/// <summary>What a handler of HTMLRewriter is given: a piece of the document that it may change until it returns.</summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal abstract class JsContentToken : ObjectInstance
{
    /// <summary>The most characters that one piece of inserted content may have.</summary>
    private const int MaxContent = 16 << 20;

    private bool _isOver;

    protected JsContentToken(WorkerRealm realm, InterfaceDefinition definition)
        : base(realm.Engine)
    {
        Realm = realm;
        Prototype = realm.PrototypeOf(definition);
    }

    protected WorkerRealm Realm { get; }

    public string BeforeContent { get; private set; } = "";

    public string AfterContent { get; private set; } = "";

    /// <summary>What stands in its place.</summary>
    public string Replacement { get; private set; } = "";

    public bool Removed { get; protected set; }

    /// <summary>Its handlers have run.</summary>
    public void End() => _isOver = true;

    /// <summary>Throws when the handler has returned.</summary>
    public void Check()
    {
        if (_isOver)
        {
            throw Realm.TypeError("This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.");
        }
    }

    public void Before(JsValue content, JsValue options) => BeforeContent += Content(content, options);

    public void After(JsValue content, JsValue options) => AfterContent = Content(content, options) + AfterContent;

    public virtual void Replace(JsValue content, JsValue options)
    {
        Replacement = Content(content, options);
        Remove();
    }

    public virtual void Remove() => Removed = true;

    /// <summary>The content that a script gives, as HTML.</summary>
    protected string Content(JsValue value, JsValue options)
    {
        Check();
        var text = WebIdl.ToUsvString(Realm, value);
        var isHtml = TypeConverter.ToBoolean(WebIdl.Member(Realm, options, "html", "ContentOptions"));
        if (text.Length > MaxContent)
        {
            throw Realm.RangeError($"The content has more than {MaxContent} characters.");
        }

        Realm.ChargeInput(text.Length);
        // Here, in what is joined before or after, and in the output.
        Realm.Host.Scope.Limits.ChargeAllocation(64 + ((text.Length + (long)BeforeContent.Length + AfterContent.Length) * 4));
        return isHtml ? text : Escape(text);
    }

    private string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny('<', '>', '&') < 0)
        {
            return text;
        }

        Realm.Host.Scope.Limits.ChargeAllocation(text.Length * 10L);
        return text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
    }
}

/// <summary>Members that several kinds of tokens have.</summary>
internal static class ContentTokenMembers
{
    public static InterfaceBuilder<T> ContentMembers<T>(this InterfaceBuilder<T> builder, bool canReplace = true)
        where T : JsContentToken
    {
        builder
            .Chained("before", 1, static (self, arguments) => self.Before(arguments[0], arguments.At(1)))
            .Chained("after", 1, static (self, arguments) => self.After(arguments[0], arguments.At(1)))
            .Chained("remove", 0, static (self, _) => self.Remove());
        return canReplace
            ? builder
                .Chained("replace", 1, static (self, arguments) => self.Replace(arguments[0], arguments.At(1)))
                .Getter("removed", static self =>
                {
                    self.Check();
                    return self.Removed;
                })
            : builder;
    }

    /// <summary>A method that returns its object.</summary>
    public static InterfaceBuilder<T> Chained<T>(this InterfaceBuilder<T> builder, string member, int length, Action<T, JsValue[]> body)
        where T : JsContentToken => builder.Method(member, length, (self, arguments) =>
    {
        self.Check();
        body(self, arguments);
        return self;
    });

    /// <summary>A read-only attribute while the handler runs.</summary>
    public static InterfaceBuilder<T> Checked<T>(this InterfaceBuilder<T> builder, string member, Func<T, JsValue> get)
        where T : JsContentToken => builder.Getter(member, self =>
    {
        self.Check();
        return get(self);
    });
}
