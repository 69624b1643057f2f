using Jint.Native;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Events;

namespace PureEdge.Engine.WebApi.Reporting;

/// <summary>Notify about rejected promises (https://html.spec.whatwg.org/multipage/webappapis.html#notify-about-rejected-promises).</summary>
internal static class RejectionReporter
{
    /// <summary>Tells the worker's <c>unhandledrejection</c> listeners, and the host unless one of them prevents it.</summary>
    public static void Report(WorkerRealm realm, JsValue promise, JsValue reason)
    {
        if (!GlobalEvents.HasListeners(realm, "unhandledrejection"))
        {
            realm.Host.ReportUnhandled(reason, "unhandledrejection");
            return;
        }

        var rejection = new JsPromiseRejectionEvent(realm, "unhandledrejection", promise, reason, new EventInit(Cancelable: true)) { IsTrusted = true };
        if (GlobalEvents.Of(realm).Dispatch(rejection))
        {
            realm.Host.ReportUnhandled(reason, "unhandledrejection");
        }
    }

    /// <summary>Tells the worker's <c>rejectionhandled</c> listeners that a promise of which it was told is handled after all.</summary>
    public static void ReportHandled(WorkerRealm realm, JsValue promise, JsValue reason)
    {
        if (GlobalEvents.HasListeners(realm, "rejectionhandled"))
        {
            GlobalEvents.Of(realm).Dispatch(new JsPromiseRejectionEvent(realm, "rejectionhandled", promise, reason) { IsTrusted = true });
        }
    }
}
