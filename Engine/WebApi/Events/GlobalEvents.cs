using Jint;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Events;

/// <summary>The global object as an event target (https://html.spec.whatwg.org/multipage/workers.html#the-workerglobalscope-common-interface).</summary>
internal static class GlobalEvents
{
    public static JsEventTarget Of(WorkerRealm realm) =>
        realm.State<JsEventTarget>(typeof(GlobalEvents), static realm => new GlobalTarget(realm));

    /// <summary>The <c>on...</c> attributes of the global object, without "on".</summary>
    public static readonly string[] HandlerTypes = ["error", "unhandledrejection", "rejectionhandled"];

    public static bool HasListeners(WorkerRealm realm, string type)
    {
        var target = Of(realm);
        target.AdoptHandler(type);
        return target.HasListeners(type);
    }

    private sealed class GlobalTarget(WorkerRealm realm) : JsEventTarget(realm)
    {
        internal override ObjectInstance ScriptObject => Engine.Global;

        // They are plain properties, so that no isolate has accessors that it does not use; what stands in one is looked at when an
        // event comes. Departure: it runs in the place where it was first seen, and what is no function reads back as it is.
        internal override void AdoptHandler(string type)
        {
            if (Array.IndexOf(HandlerTypes, type) >= 0 && Engine.Global.GetOwnProperty("on" + type) is var property && property.IsDataDescriptor()
                && !ReferenceEquals(property.Value, GetHandler(type)))
            {
                SetHandler(type, property.Value.IsCallable() ? property.Value : Null);
            }
        }
    }
}
