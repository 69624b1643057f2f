using Jint;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Events;

namespace PureEdge.Engine.WebApi.WebSockets;

/// <summary>CloseEvent (https://websockets.spec.whatwg.org/#the-closeevent-interface).</summary>
internal sealed class JsCloseEvent : JsEvent
{
    public static new readonly InterfaceDefinition Definition = new InterfaceBuilder<JsCloseEvent>("CloseEvent", JsEvent.Definition)
        .Constructor(1, static (realm, arguments) =>
        {
            const string What = "CloseEventInit";
            var type = WebIdl.ToDomString(realm, arguments[0]);
            var init = EventInit.Read(realm, arguments.At(1), What);
            var code = WebIdl.Member(realm, arguments.At(1), "code", What);
            var reason = WebIdl.Member(realm, arguments.At(1), "reason", What);
            var wasClean = WebIdl.Member(realm, arguments.At(1), "wasClean", What);
            return new JsCloseEvent(
                realm,
                type,
                code.IsUndefined() ? 0 : TypeConverter.ToUint16(code),
                reason.IsUndefined() ? "" : WebIdl.ToUsvString(realm, reason),
                TypeConverter.ToBoolean(wasClean),
                init);
        })
        .Getter("wasClean", static self => self._wasClean)
        .Getter("code", static self => self._code)
        .Getter("reason", static self => self._reason)
        .Build();

    private readonly bool _wasClean;
    private readonly int _code;
    private readonly string _reason;

    public JsCloseEvent(WorkerRealm realm, string type, int code, string reason, bool wasClean, EventInit init = default)
        : base(realm, Definition, type, init) => (_code, _reason, _wasClean) = (code, reason, wasClean);
}
