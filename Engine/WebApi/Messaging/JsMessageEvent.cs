using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Events;

namespace PureEdge.Engine.WebApi.Messaging;

/// <summary>MessageEvent (https://html.spec.whatwg.org/multipage/comms.html#the-messageevent-interface).</summary>
internal sealed class JsMessageEvent : JsEvent
{
    public static new readonly InterfaceDefinition Definition = new InterfaceBuilder<JsMessageEvent>("MessageEvent", JsEvent.Definition)
        .Constructor(1, static (realm, arguments) =>
        {
            const string What = "MessageEventInit";
            var type = WebIdl.ToDomString(realm, arguments[0]);
            var dictionary = arguments.At(1);
            var init = EventInit.Read(realm, dictionary, What);
            var data = WebIdl.Member(realm, dictionary, "data", What);
            var lastEventId = WebIdl.Member(realm, dictionary, "lastEventId", What);
            var origin = WebIdl.Member(realm, dictionary, "origin", What);
            List<JsValue> ports = [];
            var list = WebIdl.Member(realm, dictionary, "ports", What);
            if (!list.IsUndefined())
            {
                JsSequence.ForEach(realm, list, What + ".ports", port => ports.Add(ToPort(realm, port, What + ".ports")));
            }

            var source = WebIdl.Member(realm, dictionary, "source", What);
            return new JsMessageEvent(realm, type, data.IsUndefined() ? Null : data, init)
            {
                Origin = origin.IsUndefined() ? "" : WebIdl.ToUsvString(realm, origin),
                LastEventId = lastEventId.IsUndefined() ? "" : WebIdl.ToDomString(realm, lastEventId),
                Ports = ports,
                Source = source.IsUndefined() || source.IsNull() ? Null : ToPort(realm, source, What + ".source"),
            };
        })
        .Getter("data", static self => self.Data)
        .Getter("origin", static self => self.Origin)
        .Getter("lastEventId", static self => self.LastEventId)
        .Getter("source", static self => self.Source)
        .Getter("ports", static self => self.FrozenPorts())
        .Build();

    private JsArray? _ports;

    public JsMessageEvent(WorkerRealm realm, string type, JsValue data, EventInit init = default)
        : base(realm, Definition, type, init) => Data = data;

    public JsValue Data { get; }

    public string Origin { get; init; } = "";

    public string LastEventId { get; init; } = "";

    public IReadOnlyList<JsValue> Ports { get; init; } = [];

    public JsValue Source { get; init; } = Null;

    private static JsMessagePort ToPort(WorkerRealm realm, JsValue value, string what) =>
        value as JsMessagePort ?? throw realm.TypeError($"{what} is not a MessagePort.");

    private JsArray FrozenPorts()
    {
        if (_ports is null)
        {
            _ports = WorkerRealm.Of(Engine).NewArray([.. Ports]);
            for (var i = 0; i < Ports.Count; i++)
            {
                _ports.DefineOwnProperty(i, new PropertyDescriptor(Ports[i], writable: false, enumerable: true, configurable: false));
            }

            _ports.DefineOwnProperty("length", new PropertyDescriptor(Ports.Count, writable: false, enumerable: false, configurable: false));
            _ports.PreventExtensions();
        }

        return _ports;
    }
}
