using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Events;

/// <summary>The global object as an event target (https://html.spec.whatwg.org/multipage/workers.html#the-workerglobalscope-common-interface).</summary>
internal static class GlobalEvents
{
    public static JsEventTarget Of(WorkerRealm realm) =>
        realm.State<JsEventTarget>(typeof(GlobalEvents), static realm => new GlobalTarget(realm));

    public static bool HasListeners(WorkerRealm realm, string type) => Of(realm).HasListeners(type);

    private sealed class GlobalTarget(WorkerRealm realm) : JsEventTarget(realm)
    {
        internal override ObjectInstance ScriptObject => Engine.Global;
    }
}
