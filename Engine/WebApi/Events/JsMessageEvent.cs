using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Events;

/// <summary>MessageEvent (https://html.spec.whatwg.org/multipage/comms.html#the-messageevent-interface). Workers have no ports, so <c>ports</c> is always empty.</summary>
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
            return new JsMessageEvent(realm, type, data.IsUndefined() ? Null : data, init)
            {
                Origin = origin.IsUndefined() ? "" : WebIdl.ToUsvString(realm, origin),
                LastEventId = lastEventId.IsUndefined() ? "" : WebIdl.ToDomString(realm, lastEventId),
            };
        })
        .Getter("data", static self => self.Data)
        .Getter("origin", static self => self.Origin)
        .Getter("lastEventId", static self => self.LastEventId)
        .Getter("source", static _ => Null)
        .Getter("ports", static self => self._ports ??= WorkerRealm.Of(self.Engine).NewArray())
        .Build();

    private JsArray? _ports;

    public JsMessageEvent(WorkerRealm realm, string type, JsValue data, EventInit init = default)
        : base(realm, Definition, type, init) => Data = data;

    public JsValue Data { get; }

    public string Origin { get; init; } = "";

    public string LastEventId { get; init; } = "";
}
