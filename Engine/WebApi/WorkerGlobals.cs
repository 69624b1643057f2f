using Jint;
using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi;

/// <summary>Everything a worker finds on its global object beyond ECMAScript: one line for each folder beside this file.</summary>
internal static class WorkerGlobals
{
    public static void Register(Options options)
    {
        var globals = new GlobalTable(options);
        globals.Value("self", static realm => realm.Engine.Global);
    }

    /// <summary>A promise was rejected and nobody handles it: HTML's "notify about rejected promises".</summary>
    public static void ReportRejection(WorkerRealm realm, JsValue promise, JsValue reason) =>
        realm.Host.ReportUnhandled(reason, "unhandledrejection");
}
