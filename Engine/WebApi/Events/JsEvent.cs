using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Performance;

namespace PureEdge.Engine.WebApi.Events;

/// <summary>Event (https://dom.spec.whatwg.org/#interface-event). There is no tree: the path of an event is its target.</summary>
internal class JsEvent : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsEvent>("Event")
        .Constructor(1, static (realm, arguments) => new JsEvent(realm, WebIdl.ToDomString(realm, arguments[0]), EventInit.Read(realm, arguments.At(1), "EventInit")))
        .Getter("type", static self => self.Type)
        .Getter("target", static self => self.ScriptTarget)
        .Getter("srcElement", static self => self.ScriptTarget)
        .Getter("currentTarget", static self => self.InDispatch ? self.ScriptTarget : Null)
        .Getter("eventPhase", static self => self.InDispatch ? 2 : 0)
        .Getter("bubbles", static self => self.Bubbles)
        .Getter("cancelable", static self => self.Cancelable)
        .Getter("composed", static self => self.Composed)
        .Getter("defaultPrevented", static self => self.DefaultPrevented)
        .Getter("isTrusted", static self => self.IsTrusted)
        .Getter("timeStamp", static self => self._timeStamp)
        .Attribute("cancelBubble", static self => self.PropagationStopped, static (self, value) =>
            self.PropagationStopped |= TypeConverter.ToBoolean(value))
        .Attribute("returnValue", static self => !self.DefaultPrevented, static (self, value) =>
        {
            if (!TypeConverter.ToBoolean(value))
            {
                self.PreventDefault();
            }
        })
        .Method("preventDefault", 0, static (self, _) =>
        {
            self.PreventDefault();
            return Undefined;
        })
        .Method("stopPropagation", 0, static (self, _) =>
        {
            self.PropagationStopped = true;
            return Undefined;
        })
        .Method("stopImmediatePropagation", 0, static (self, _) =>
        {
            self.PropagationStopped = true;
            self.ImmediatePropagationStopped = true;
            return Undefined;
        })
        .Method("initEvent", 1, static (self, arguments) => self.Init(arguments))
        .Method("composedPath", 0, static (self, _) =>
        {
            var realm = WorkerRealm.Of(self.Engine);
            return self.InDispatch ? realm.NewArray(self.ScriptTarget) : realm.NewArray();
        })
        .Constant("NONE", 0)
        .Constant("CAPTURING_PHASE", 1)
        .Constant("AT_TARGET", 2)
        .Constant("BUBBLING_PHASE", 3)
        .Build();

    private readonly double _timeStamp;

    /// <summary>An event of the host or of a script; the host sets <see cref="IsTrusted"/>.</summary>
    public JsEvent(WorkerRealm realm, string type, EventInit init = default)
        : this(realm, Definition, type, init)
    {
    }

    /// <summary>An event of a derived interface.</summary>
    protected JsEvent(WorkerRealm realm, InterfaceDefinition definition, string type, EventInit init = default)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(definition);
        Type = type;
        Bubbles = init.Bubbles;
        Cancelable = init.Cancelable;
        Composed = init.Composed;
        _timeStamp = JsPerformance.Now(realm);
    }

    public new string Type { get; private set; }

    public bool Bubbles { get; private set; }

    public bool Cancelable { get; private set; }

    public bool Composed { get; }

    /// <summary>Whether the host made the event. A script's <c>dispatchEvent</c> clears it.</summary>
    public bool IsTrusted { get; internal set; }

    /// <summary>The canceled flag.</summary>
    public bool DefaultPrevented { get; private set; }

    /// <summary>The target of the last dispatch.</summary>
    public JsEventTarget? Target { get; internal set; }

    internal bool PropagationStopped { get; set; }

    internal bool ImmediatePropagationStopped { get; set; }

    internal bool InPassiveListener { get; set; }

    internal bool InDispatch { get; set; }

    private JsValue ScriptTarget => Target is null ? Null : Target.ScriptObject;

    // isTrusted is [LegacyUnforgeable]: each event has it itself. It is only made for who asks; reading goes to the prototype's.
    private static readonly JsString IsTrustedName = new("isTrusted");

    /// <inheritdoc/>
    public override PropertyDescriptor GetOwnProperty(JsValue property) => IsTrustedName.Equals(property)
        ? new GetSetPropertyDescriptor(WorkerRealm.Of(Engine).PrototypeOf(Definition).GetOwnProperty(IsTrustedName).Get, Undefined, enumerable: true, configurable: false)
        : base.GetOwnProperty(property);

    /// <inheritdoc/>
    public override List<JsValue> GetOwnPropertyKeys(Types types = Types.String | Types.Symbol)
    {
        var keys = base.GetOwnPropertyKeys(types);
        return types.HasFlag(Types.String) ? [IsTrustedName, .. keys] : keys;
    }

    /// <summary>https://dom.spec.whatwg.org/#dom-event-initevent</summary>
    /// <returns>Undefined.</returns>
    protected JsValue Init(JsValue[] arguments)
    {
        var type = WebIdl.ToDomString(WorkerRealm.Of(Engine), arguments[0]);
        var (bubbles, cancelable) = (TypeConverter.ToBoolean(arguments.At(1)), TypeConverter.ToBoolean(arguments.At(2)));
        if (!InDispatch)
        {
            (Type, Bubbles, Cancelable) = (type, bubbles, cancelable);
            (PropagationStopped, ImmediatePropagationStopped, DefaultPrevented, IsTrusted) = (false, false, false, false);
            Target = null;
        }

        return Undefined;
    }

    /// <summary>Sets the canceled flag where that is allowed.</summary>
    public void PreventDefault() => DefaultPrevented |= Cancelable && !InPassiveListener;
}

/// <summary>EventInit (https://dom.spec.whatwg.org/#dictdef-eventinit).</summary>
internal readonly record struct EventInit(bool Bubbles = false, bool Cancelable = false, bool Composed = false)
{
    public static EventInit Read(WorkerRealm realm, JsValue dictionary, string what) => new(
        TypeConverter.ToBoolean(WebIdl.Member(realm, dictionary, "bubbles", what)),
        TypeConverter.ToBoolean(WebIdl.Member(realm, dictionary, "cancelable", what)),
        TypeConverter.ToBoolean(WebIdl.Member(realm, dictionary, "composed", what)));
}
