using Jint.Native;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Events;

namespace PureEdge.Engine.WebApi.Reporting;

/// <summary>Report an exception (https://html.spec.whatwg.org/multipage/webappapis.html#report-an-exception).</summary>
internal static class ErrorReporter
{
    /// <summary>Tells the worker's <c>error</c> listeners, and the host unless one of them prevents it.</summary>
    public static void Report(WorkerRealm realm, JsValue error)
    {
        var state = realm.State(typeof(ErrorReporter), static _ => new State());
        // What an error listener throws goes straight to the host.
        if (state.Reporting || !GlobalEvents.HasListeners(realm, "error"))
        {
            realm.Host.ReportUnhandled(error, "error");
            return;
        }

        state.Reporting = true;
        bool handled;
        try
        {
            var e = new JsErrorEvent(realm, "error", new EventInit(Cancelable: true), error, "Uncaught exception") { IsTrusted = true };
            handled = !GlobalEvents.Of(realm).Dispatch(e);
        }
        finally
        {
            state.Reporting = false;
        }

        if (!handled)
        {
            realm.Host.ReportUnhandled(error, "error");
        }
    }

    private sealed class State
    {
        public bool Reporting { get; set; }
    }
}
