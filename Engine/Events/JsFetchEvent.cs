using Jint.Native;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.WebApi.Events;
using PureEdge.Engine.WebApi.Fetch;

namespace PureEdge.Engine.Events;

/// <summary>An event that can be kept alive: what listeners of <c>fetch</c> and <c>scheduled</c> get in service-worker syntax.</summary>
internal class JsExtendableEvent : JsEvent
{
    public static new readonly InterfaceDefinition Definition = new InterfaceBuilder<JsExtendableEvent>("ExtendableEvent", JsEvent.Definition)
        .Method("waitUntil", 1, static (self, arguments) =>
        {
            self.Scope.WaitUntil(WorkerRealm.Of(self.Engine), arguments[0]);
            return Undefined;
        })
        .Method("passThroughOnException", 0, static (self, _) =>
        {
            self.Scope.PassThroughOnException = true;
            return Undefined;
        })
        .Build();

    public JsExtendableEvent(WorkerRealm realm, EventScope scope, string type)
        : base(realm, type)
    {
        Scope = scope;
        Prototype = realm.PrototypeOf(Definition);
    }

    protected EventScope Scope { get; }
}

/// <summary>A <c>fetch</c> event (https://w3c.github.io/ServiceWorker/#fetchevent-interface).</summary>
internal sealed class JsFetchEvent : JsExtendableEvent
{
    public static new readonly InterfaceDefinition Definition = new InterfaceBuilder<JsFetchEvent>("FetchEvent", JsExtendableEvent.Definition)
        .Getter("request", static self => self._request)
        .Method("respondWith", 1, static (self, arguments) =>
        {
            var realm = WorkerRealm.Of(self.Engine);
            if (self.Response is not null)
            {
                throw realm.TypeError("FetchEvent.respondWith() has been called already; it can only be called once.");
            }

            self.Response = arguments[0];
            return Undefined;
        })
        .Build();

    private readonly JsRequest _request;

    public JsFetchEvent(WorkerRealm realm, EventScope scope, JsRequest request)
        : base(realm, scope, "fetch")
    {
        _request = request;
        Prototype = realm.PrototypeOf(Definition);
    }

    /// <summary>What the listener answered with, if it did.</summary>
    public JsValue? Response { get; private set; }
}
