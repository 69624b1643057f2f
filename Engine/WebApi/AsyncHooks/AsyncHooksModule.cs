using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.AsyncHooks;

internal static class AsyncHooksModule
{
    /// <summary><c>node:async_hooks</c>.</summary>
    public static HostModule Module { get; } = new("node:async_hooks", ["AsyncLocalStorage", "AsyncResource"], static realm =>
    {
        var exports = new JsObject(realm.Engine);
        exports.FastSetDataProperty("AsyncLocalStorage", realm.ConstructorOf(JsAsyncLocalStorage.Definition));
        exports.FastSetDataProperty("AsyncResource", realm.ConstructorOf(JsAsyncResource.Definition));
        return exports;
    });
}
