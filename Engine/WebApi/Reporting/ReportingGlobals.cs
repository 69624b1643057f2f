using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Reporting;

internal static class ReportingGlobals
{
    /// <summary>reportError (https://html.spec.whatwg.org/multipage/webappapis.html#dom-reporterror).</summary>
    public static void Register(GlobalTable globals) => globals.Function("reportError", 1, static (realm, arguments) =>
    {
        if (arguments.Length == 0)
        {
            throw realm.TypeError("Failed to execute 'reportError': 1 argument required, but only 0 present.");
        }

        ErrorReporter.Report(realm, arguments[0]);
        return JsValue.Undefined;
    });
}
