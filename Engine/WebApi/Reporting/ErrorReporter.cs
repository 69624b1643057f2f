using Jint.Native;
using Jint.Native.Error;
using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Console;
using PureEdge.Engine.WebApi.DomException;
using PureEdge.Engine.WebApi.Events;

namespace PureEdge.Engine.WebApi.Reporting;

/// <summary>Report an exception (https://html.spec.whatwg.org/multipage/webappapis.html#report-an-exception).</summary>
internal static class ErrorReporter
{
    private const int MaxMessage = 1_000;

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
            var title = error is ErrorInstance or JsDomException
                ? SafeReader.ErrorTitle((ObjectInstance)error)
                : LogFormat.Plain(realm, error, 0, MaxMessage);
            var e = new JsErrorEvent(realm, "error", new EventInit(Cancelable: true), error, "Uncaught " + title) { IsTrusted = true };
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
