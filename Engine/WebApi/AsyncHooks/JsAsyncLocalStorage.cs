using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.AsyncHooks;

/// <summary>
/// AsyncLocalStorage of <c>node:async_hooks</c>, as much of it as Workers have
/// (https://developers.cloudflare.com/workers/runtime-apis/nodejs/asynclocalstorage/).
/// </summary>
/// <remarks>It has no state: what it stores is in the <see cref="AsyncContext"/> of the running code.</remarks>
internal sealed class JsAsyncLocalStorage : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsAsyncLocalStorage>("AsyncLocalStorage")
        .Constructor(0, static (realm, _) => new JsAsyncLocalStorage(realm))
        .Method("getStore", 0, static (self, _) => WorkerRealm.Of(self.Engine).Context?.Get(self) ?? Undefined)
        .Method("run", 2, static (self, arguments) => self.Run("run", arguments[0], arguments[1], new ReadOnlySpan<JsValue>(arguments)[2..]))
        .Method("exit", 1, static (self, arguments) => self.Run("exit", Undefined, arguments[0], new ReadOnlySpan<JsValue>(arguments)[1..]))
        .Method("enterWith", 0, static (self, _) => throw NotImplemented(self, "enterWith"))
        .Method("disable", 0, static (self, _) => throw NotImplemented(self, "disable"))
        .Static("bind", 1, static (realm, arguments) => BoundFunction.Create(realm, realm.Context, arguments.At(0), null, "AsyncLocalStorage.bind: parameter 1"))
        .Static("snapshot", 0, static (realm, _) => BoundFunction.Snapshot(realm))
        .Build();

    private JsAsyncLocalStorage(WorkerRealm realm)
        : base(realm.Engine) => Prototype = realm.PrototypeOf(Definition);

    private static JavaScriptException NotImplemented(JsAsyncLocalStorage self, string member) => WorkerRealm.Of(self.Engine).Error(
        $"asyncLocalStorage.{member}() is not implemented, as in Workers: it would reach into the caller's code. Use asyncLocalStorage.run().");

    private JsValue Run(string member, JsValue store, JsValue callback, ReadOnlySpan<JsValue> arguments)
    {
        var realm = WorkerRealm.Of(Engine);
        realm.RequireFunction(callback, $"AsyncLocalStorage.{member}: the callback");
        return realm.CallIn(AsyncContext.With(realm, realm.Context, this, store), callback, Undefined, arguments.ToArray());
    }
}
