using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.AsyncHooks;

/// <summary>
/// AsyncResource of <c>node:async_hooks</c>: keeps the context in which it was made, for code that calls back later
/// (https://developers.cloudflare.com/workers/runtime-apis/nodejs/asynclocalstorage/#asyncresource). It has no ids and no hooks.
/// </summary>
/// <remarks>Immutable.</remarks>
internal sealed class JsAsyncResource : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsAsyncResource>("AsyncResource")
        .Constructor(1, static (realm, arguments) => new JsAsyncResource(realm, WebIdl.ToDomString(realm, arguments[0])))
        .Static("bind", 1, static (realm, arguments) => BoundFunction.Create(
            realm, realm.Context, arguments.At(0), arguments.Length > 2 ? arguments[2] : null, "AsyncResource.bind: parameter 1"))
        .Method("bind", 1, static (self, arguments) => BoundFunction.Create(
            WorkerRealm.Of(self.Engine), self._context, arguments[0], arguments.Length > 1 ? arguments[1] : null, "AsyncResource.bind: parameter 1"))
        .Method("runInAsyncScope", 1, static (self, arguments) =>
        {
            var realm = WorkerRealm.Of(self.Engine);
            return realm.CallIn(
                self._context,
                realm.RequireFunction(arguments[0], "AsyncResource.runInAsyncScope: parameter 1"),
                arguments.At(1),
                arguments.Length > 2 ? arguments[2..] : []);
        })
        .Method("asyncId", 0, static (_, _) => 0)
        .Method("triggerAsyncId", 0, static (_, _) => 0)
        .Method("emitDestroy", 0, static (self, _) => self)
        .Getter("type", static self => self._type)
        .Build();

    private readonly AsyncContext? _context;
    private readonly string _type;

    private JsAsyncResource(WorkerRealm realm, string type)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        _context = realm.Context;
        _type = type;
    }
}
