using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Reporting;

namespace PureEdge.Engine.WebApi.Timers;

internal static class TimerGlobals
{
    public static void Register(GlobalTable globals) => globals
        .Function("setTimeout", 1, static (realm, arguments) => TimerTable.Of(realm).Start("setTimeout", arguments, repeats: false))
        .Function("setInterval", 1, static (realm, arguments) => TimerTable.Of(realm).Start("setInterval", arguments, repeats: true))
        .Function("clearTimeout", 0, Clear)
        .Function("clearInterval", 0, Clear)
        .Function("queueMicrotask", 1, QueueMicrotask);

    private static JsValue Clear(WorkerRealm realm, JsValue[] arguments)
    {
        TimerTable.Of(realm).Stop(arguments.At(0));
        return JsValue.Undefined;
    }

    /// <summary>https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#dom-queuemicrotask</summary>
    private static JsValue QueueMicrotask(WorkerRealm realm, JsValue[] arguments)
    {
        var callback = realm.RequireFunction(arguments.At(0), "Failed to execute 'queueMicrotask': parameter 1");
        realm.React(realm.ResolvedPromise(JsValue.Undefined), _ =>
        {
            try
            {
                realm.Call(callback, JsValue.Undefined);
            }
            catch (JavaScriptException e)
            {
                ErrorReporter.Report(realm, e.Error);
            }
        }, static _ => { });
        return JsValue.Undefined;
    }
}
