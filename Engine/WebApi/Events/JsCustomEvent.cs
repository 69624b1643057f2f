using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Events;

/// <summary>CustomEvent (https://dom.spec.whatwg.org/#interface-customevent).</summary>
internal sealed class JsCustomEvent(WorkerRealm realm, string type, EventInit init, JsValue detail) : JsEvent(realm, Definition, type, init)
{
    public static new readonly InterfaceDefinition Definition = new InterfaceBuilder<JsCustomEvent>("CustomEvent", JsEvent.Definition)
        .Constructor(1, static (realm, arguments) =>
        {
            var type = WebIdl.ToDomString(realm, arguments[0]);
            var init = EventInit.Read(realm, arguments.At(1), "CustomEventInit");
            var detail = WebIdl.Member(realm, arguments.At(1), "detail", "CustomEventInit");
            return new JsCustomEvent(realm, type, init, detail.IsUndefined() ? Null : detail);
        })
        .Getter("detail", static self => self.Detail)
        .Method("initCustomEvent", 1, static (self, arguments) =>
        {
            if (!self.InDispatch)
            {
                self.Detail = arguments.Length > 3 ? arguments[3] : Null;
            }

            return self.Init(arguments);
        })
        .Build();

    public JsValue Detail { get; private set; } = detail;
}
