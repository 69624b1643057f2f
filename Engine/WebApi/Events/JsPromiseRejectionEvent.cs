using Jint;
using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Events;

/// <summary>PromiseRejectionEvent (https://html.spec.whatwg.org/multipage/webappapis.html#the-promiserejectionevent-interface).</summary>
internal sealed class JsPromiseRejectionEvent : JsEvent
{
    public static new readonly InterfaceDefinition Definition = new InterfaceBuilder<JsPromiseRejectionEvent>("PromiseRejectionEvent", JsEvent.Definition)
        .Constructor(2, static (realm, arguments) =>
        {
            const string What = "PromiseRejectionEventInit";
            var type = WebIdl.ToDomString(realm, arguments[0]);
            var init = EventInit.Read(realm, arguments[1], What);
            var promise = WebIdl.Member(realm, arguments[1], "promise", What);
            return promise is ObjectInstance
                ? new JsPromiseRejectionEvent(realm, type, promise, WebIdl.Member(realm, arguments[1], "reason", What), init)
                : throw realm.TypeError("PromiseRejectionEventInit: the required member promise is not an object.");
        })
        .Getter("promise", static self => self.Promise)
        .Getter("reason", static self => self.Reason)
        .Build();

    public JsPromiseRejectionEvent(WorkerRealm realm, string type, JsValue promise, JsValue reason, EventInit init = default)
        : base(realm, Definition, type, init)
    {
        Promise = promise;
        Reason = reason;
    }

    public JsValue Promise { get; }

    public JsValue Reason { get; }
}
