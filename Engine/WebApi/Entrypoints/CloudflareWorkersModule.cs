using Jint.Native;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Rpc;

namespace PureEdge.Engine.WebApi.Entrypoints;

internal static class CloudflareWorkersModule
{
    /// <summary><c>cloudflare:workers</c> (https://developers.cloudflare.com/workers/runtime-apis/bindings/#importing-env-as-a-global).</summary>
    public static HostModule Module { get; } = new(
        "cloudflare:workers",
        ["env", "waitUntil", "WorkerEntrypoint", "DurableObject", "RpcTarget", "RpcStub", "RpcPromise", "RpcProperty"],
        static realm =>
        {
            var exports = new JsObject(realm.Engine);
            exports.FastSetDataProperty("env", realm.Environment?.Env ?? JsValue.Undefined);
            exports.FastSetDataProperty("waitUntil", realm.NewFunction("waitUntil", 1, static (realm, arguments) =>
            {
                realm.Host.Scope.WaitUntil(realm, arguments.Length > 0 ? arguments[0] : JsValue.Undefined);
                return JsValue.Undefined;
            }));
            exports.FastSetDataProperty("WorkerEntrypoint", realm.ConstructorOf(JsEntrypoint.WorkerEntrypoint));
            exports.FastSetDataProperty("DurableObject", realm.ConstructorOf(JsEntrypoint.DurableObject));
            exports.FastSetDataProperty("RpcTarget", realm.ConstructorOf(JsRpcTarget.Definition));
            exports.FastSetDataProperty("RpcStub", realm.ConstructorOf(JsRpcStub.Definition));
            exports.FastSetDataProperty("RpcPromise", realm.ConstructorOf(JsRpcPromise.Definition));
            exports.FastSetDataProperty("RpcProperty", realm.ConstructorOf(JsRpcProperty.Definition));
            return exports;
        });
}
