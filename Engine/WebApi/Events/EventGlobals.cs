using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Events;

internal static class EventGlobals
{
    public static void Register(GlobalTable globals)
    {
        RegisterEvents(globals);
        foreach (var type in GlobalEvents.HandlerTypes)
        {
            globals.Value("on" + type, static _ => JsValue.Null);
        }
    }

    private static void RegisterEvents(GlobalTable globals) => globals
        .Interface(JsEvent.Definition)
        .Interface(JsCustomEvent.Definition)
        .Interface(JsErrorEvent.Definition)
        .Interface(JsPromiseRejectionEvent.Definition)
        .Interface(JsEventTarget.Definition)
        .Function("addEventListener", 2, static (realm, arguments) =>
            GlobalEvents.Of(realm).AddEventListener(Require(realm, "addEventListener", 2, arguments)))
        .Function("removeEventListener", 2, static (realm, arguments) =>
            GlobalEvents.Of(realm).RemoveEventListener(Require(realm, "removeEventListener", 2, arguments)))
        .Function("dispatchEvent", 1, static (realm, arguments) =>
            GlobalEvents.Of(realm).DispatchEvent(Require(realm, "dispatchEvent", 1, arguments)));

    private static JsValue[] Require(WorkerRealm realm, string name, int count, JsValue[] arguments) => arguments.Length >= count
        ? arguments
        : throw realm.TypeError($"Failed to execute '{name}': {count} argument{(count == 1 ? "" : "s")} required, but only {arguments.Length} present.");
}
